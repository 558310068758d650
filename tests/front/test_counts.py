"""How often each page asks the database: as often for many calls and answers as for few."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from community.db import db
from tests.calls.build import begin, times
from tests.factories import START, make_call, make_community, make_member, make_sitting

FIRST = datetime(2026, 2, 1, 9)
VISITOR = {
    "/": 15,
    "/calls": 12,
    "/calls?past=1": 12,
    "/calls/month/2026-02": 9,
    "/series": 10,
    "/topics/care": 10,
}
MEMBER = {
    "/": 20,
    "/calls": 12,
    "/calls?past=1": 12,
    "/calls/month/2026-02": 9,
    "/series": 9,
    "/topics/care": 10,
    "/series/call-000": 23,
    "/my-calls": 15,
}


@pytest.fixture
def fay(writing, at):
    """A facilitator, in January."""
    with at(START):
        with writing():
            make_community()
            member = make_member("Fay")
        yield member


def fill(writing, fay, number: int, first: int) -> None:
    """Add series of six dates and single calls, each answered by somebody new."""
    with writing():
        owner = db.session.merge(fay)
        for n in range(first, first + number):
            given = times("FREQ=WEEKLY;COUNT=6", "2026-01-06")
            series = begin(owner, given, title=f"Call {n:03}", topics=("Care", f"Topic {n}"))
            alone = make_sitting(make_call(owner), starts=FIRST + timedelta(hours=n))
            guest = make_member(f"Guest {n}")
            for sitting in (*sittings_of_series(series, START), alone):
                for member in (guest, owner):
                    rsvps.answer(sitting, member.person, answer=Answer.GOING, now=START)


def asked(reader, queries, pages) -> dict[str, int]:
    counts = {}
    for page in pages:
        with queries() as sent:
            assert reader.get(page).status_code == 200
        counts[page] = len(sent)
    return counts


@pytest.mark.parametrize(("who", "expected"), [("visitor", VISITOR), ("member", MEMBER)])
def test_pages_ask_as_often_for_sixty_sittings_as_for_seven(
    *, fay, writing, client, signed_in, queries, who, expected
):
    reader = client if who == "visitor" else signed_in(fay)

    fill(writing, fay, 1, 0)
    assert asked(reader, queries, expected) == expected

    fill(writing, fay, 9, 1)
    with writing():
        assert (db.session.scalar(select(func.count()).select_from(Sitting)) or 0) >= 60
    assert asked(reader, queries, expected) == expected
