"""A request that was under way while its sender left for good leaves nothing behind for long."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.accounts import leaving, sessions
from community.accounts.models import Member, SignIn
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.db import db
from tests.factories import START, make_community, make_member, make_sitting

HOUR = timedelta(hours=1)
left = pytest.mark.parametrize(
    ("after", "is_there"), [(HOUR, False), (timedelta(days=2), True)], ids=["hour", "days"]
)


@pytest.fixture
def ada(writing):
    """A former member whose sign-in and answer were written a moment after all else was gone."""
    with writing():
        make_community()
        ada, sitting = make_member("Ada"), make_sitting()
        leaving.erase(ada, HOLDINGS, typed_handle=ada.handle, now=START)
        sessions.sign_in(ada, agent="Ada’s telephone", now=START)
        rsvps.answer(sitting, ada.person, answer=Answer.GOING, note="I am Ada", now=START)
    return ada


@left
def test_it_is_taken_out_within_the_hour_and_nobody_is_looked_at_for_ever(
    ada, app, reading, after, is_there
):
    with app.app_context():
        leaving.finishing(HOLDINGS).run(START + after)

    with reading():
        left_behind = [
            db.session.scalar(select(func.count()).select_from(model)) for model in (SignIn, Rsvp)
        ]
        assert left_behind == [int(is_there)] * 2
        assert db.session.get_one(Member, ada.id).erased_at == START
