"""What tests of people ask for: the letters to an address, and the links in them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.signing_up import FORM, GRACE, OURS, stamp_on
from tests.factories import PASSWORD, START
from tests.letters import letters_to, link_in
from tests.mailbox import Arrived


@pytest.fixture
def letters(app: Flask) -> Callable[[str], list[Arrived]]:
    """A function that gives what would arrive at an address now: `letters(ada.email)`."""
    return lambda address: letters_to(app, address)


@pytest.fixture
def link(app: Flask) -> Callable[[str, str], str]:
    """A function that gives the link in the newest letter: `link(ada.email, "/sign-up/")`."""
    return lambda address, path: link_in(letters_to(app, address)[-1], path)


@pytest.fixture
def send(client, at):
    """A function that opens the page and sends it ten seconds later."""

    def submit(after=timedelta(seconds=10), **changes: str):
        with at(START):
            page = client.get("/sign-up").text
        stamp = stamp_on(page)
        with at(START + after):
            return client.post("/sign-up", data=FORM | {"stamp": stamp} | changes, headers=OURS)

    return submit


@pytest.fixture
def finish(client, at, link):
    """A function that opens the link in the newest letter and makes the account."""

    def go_on(address: str = GRACE, password: str = PASSWORD):
        with at(START + timedelta(minutes=1)):
            return client.post(
                link(address, "/sign-up/"), data={"password": password}, headers=OURS
            )

    return go_on
