"""A letter that may have gone keeps its Message-ID: what happens later has one of its own."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing
from community.calls.times import Sitting
from community.db import db
from community.notes.telling_queries import AT_ONCE, told_at_once
from community.outbox import posting, smtp
from community.outbox.models import Letter, Outcome
from tests.factories import (
    START,
    make_call,
    make_community,
    make_letter,
    make_member,
    make_sitting,
)

MOVED = START + timedelta(hours=1)
FRIDAY, SATURDAY = datetime(2026, 5, 15, 17), datetime(2026, 5, 16, 17)


@pytest.fixture
def move(writing):
    """A function that moves Ada's call, a Thursday's."""
    with writing():
        make_community()
        ola, ada = make_member("Ola"), make_member("Ada")
        sitting = make_sitting(make_call(ola, title="Tea"), starts=datetime(2026, 5, 14, 17))
        rsvps.answer(sitting, ada.person, answer=Answer.GOING, now=START)

    def go(to: datetime, now: datetime) -> None:
        with writing():
            one = db.session.get_one(Sitting, sitting.id)
            changing.move(one, local_start=to, zone="Europe/Berlin", minutes=60, now=now)

    return go


def _break_the_line(monkeypatch) -> None:
    """After the server has taken the letter, before it can say so."""
    real = smtp._hand_over

    def broken(line, content):
        real(line, content)
        raise ConnectionResetError

    monkeypatch.setattr(smtp, "_hand_over", broken)


def _die(monkeypatch) -> None:
    """After the server has taken the letter, before that is noted."""

    def die(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(posting, "_close", die)


@pytest.mark.parametrize("happens", [_break_the_line, _die])
def test_what_happens_later_comes_in_a_letter_of_its_own(
    app, post, mailbox, at, move, reading, monkeypatch, happens
):
    move(FRIDAY, MOVED)
    with monkeypatch.context() as patched, at(MOVED + timedelta(minutes=10)):
        happens(patched)
        try:
            post()
        except KeyboardInterrupt:
            assert happens is _die
    move(SATURDAY, MOVED + timedelta(minutes=11))
    for minutes in (12, 20, 21, 25, 40):
        with at(MOVED + timedelta(minutes=minutes)):
            post()

    shown = {letter.id: letter for letter in reversed(mailbox.letters)}  # the first under each name
    texts = [letter.text for letter in shown.values()]
    assert len(texts) == 2
    assert any("Saturday 16 May" in text for text in texts)
    with reading() as session:
        outcomes = session.scalars(select(Letter.outcome).order_by(Letter.id)).all()
    assert set(outcomes) == {Outcome.SENT}


def test_what_one_that_may_have_gone_never_showed_comes_with_the_daily_letter(db_session):
    make_community()
    ada, minute = make_member("Ada"), timedelta(minutes=1)
    letter = make_letter(ada, kind=AT_ONCE, about="thread 1")
    letter.unsure_at, letter.tried_at = START + 5 * minute, START + 30 * minute
    letter.outcome, letter.closed_at = Outcome.SENT, letter.tried_at
    db.session.flush()

    told = told_at_once(ada.person_id, START)["thread 1"]

    assert told == [(letter.owed_at, START + 4 * minute)]
