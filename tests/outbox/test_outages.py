"""A mail server that nobody reaches: every letter waits, and none of its tries is used up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import entering
from community.accounts.models import Purpose
from community.outbox.models import Letter
from tests.engines import ENGINES
from tests.factories import START

pytestmark = pytest.mark.engines(*ENGINES)


@pytest.fixture
def letters(reading):
    """A function that gives every letter as it stands."""

    def read() -> list[Letter]:
        with reading() as session:
            return list(session.scalars(select(Letter).order_by(Letter.id)))

    return read


def test_while_nobody_answers_nothing_is_lost(owed, post, mailbox, at, letters):
    mailbox.stop()
    with at(START):
        assert post() == 0
    assert [(one.tries, one.outcome) for one in letters()] == [(0, None)]
    assert letters()[0].fault.startswith("no connection")

    mailbox.start()
    with at(START + timedelta(minutes=1)):
        assert post() == 1


def test_however_long_nobody_answers_a_letter_waits_no_longer_than_a_minute(
    owed, post, mailbox, at, writing, letters
):
    with writing():
        entering.send_link(Purpose.SIGN_IN, owed.email_key, now=START)
    mailbox.stop()
    for minute in range(25):
        with at(START + timedelta(minutes=minute)):
            assert post() == 0
    assert [one.tries for one in letters()] == [0, 0]

    mailbox.start()
    with at(START + timedelta(minutes=26)):
        assert post() == 2
