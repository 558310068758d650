"""A worker that posts letters, and a guest who answers by them."""

from datetime import datetime

import pytest

from tests.attendance.by_letter import Visitor
from tests.attendance.evening import GATHERED
from tests.factories import make_call, make_community, make_member, make_sitting


@pytest.fixture
def pass_on(post, at):
    """A function that lets a worker post what is due at a time."""

    def go(now: datetime = GATHERED) -> int:
        with at(now):
            return post()

    return go


@pytest.fixture
def evening(writing):
    """A community with one call for anybody, facilitated by Fay: gives its sitting."""
    with writing():
        make_community()
        return make_sitting(make_call(make_member("Fay"), title="An evening"))


@pytest.fixture
def visitor(app, post, mailbox, evening) -> Visitor:
    """A visitor before the form of the call."""
    return Visitor(
        app.test_client(), post, mailbox, f"/calls/{evening.call.slug}/sittings/1/guest-answer"
    )
