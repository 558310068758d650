"""A mail server for the tests that ask for one, and somebody who posts what is due."""

from collections.abc import Callable, Iterator

import pytest

from community.outbox import posting
from tests.databases import House
from tests.mailbox import Mailbox, open_mailbox


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[Mailbox]:
    with open_mailbox() as server:
        yield server


@pytest.fixture
def mailbox(house: House, _mail_server: Mailbox) -> Mailbox:
    """A real mail server, for `post` and for programs of their own; with nothing in it."""
    house.written_outside = True
    _mail_server.begin()
    return _mail_server


@pytest.fixture
def post(house: House, mailbox: Mailbox) -> Callable[..., int]:
    """A function that posts what is due, as a worker does: `post()`; gives how many letters went.

    The clock is that of `at`, where one is held.
    """
    app = house.app_with(smtp_url=mailbox.url)

    def post_due() -> int:
        with app.app_context():
            return posting.post_due()

    return post_due
