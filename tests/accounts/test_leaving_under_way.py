"""A request that was under way while its sender left for good leaves nothing behind for long."""

from datetime import timedelta
from secrets import token_hex

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.accounts import leaving
from community.accounts.models import Member, SignIn
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.db import db
from tests.factories import START, make_community, make_member, make_sitting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ada(writing):
    """A member who has just left."""
    with writing():
        make_community()
        ada = make_member("Ada")
        leaving.erase(ada, HOLDINGS, typed_handle=ada.handle, now=START)
    return ada


@pytest.fixture
def end_late(ada, writing):
    """A function by which a sign-in and an answer of hers are written after all else was gone."""

    def go() -> None:
        with writing():
            again = db.session.get_one(Member, ada.id)
            db.session.add(_sign_in(again))
            told = {"answer": Answer.GOING, "note": "I am Ada", "now": START}
            rsvps.answer(make_sitting(), again.person, **told)

    return go


def test_it_is_taken_out_within_the_hour_and_nobody_is_looked_at_for_ever(
    ada, app, reading, end_late
):
    def left_after(since: timedelta) -> list[int | None]:
        end_late()
        assert counted() == [1, 1]
        with app.app_context():
            leaving.finishing(HOLDINGS).run(START + since)
        return counted()

    def counted() -> list[int | None]:
        with reading():
            return [
                db.session.scalar(select(func.count()).select_from(model))
                for model in (SignIn, Rsvp)
            ]

    assert left_after(HOUR) == [0, 0]
    assert left_after(DAY - HOUR) == [0, 0]
    assert left_after(DAY + HOUR) == [0, 0]  # once more, when the handle rests no longer
    assert left_after(DAY + 2 * HOUR) == [1, 1]
    with reading():
        assert db.session.get_one(Member, ada.id).erased_at == START


def _sign_in(member: Member) -> SignIn:
    """One that was let through, as by an earlier version, or past the verbs."""
    times = dict.fromkeys(("created_at", "confirmed_at", "seen_at"), START)
    return SignIn(member_id=member.id, token_hash=token_hex(32), agent="Ada’s telephone", **times)
