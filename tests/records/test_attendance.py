"""Attendance is a count; named is who chose to be, each time the call was held."""

import pytest

from community.facilitation.models import Opening, Presence
from community.records.attendance_queries import numbers_of
from community.records.content import Attendance
from tests.agendas.build import make_evening
from tests.factories import START, make_member

pytestmark = pytest.mark.engines("sqlite")


def test_each_is_counted_once_and_named_if_they_chose_it_each_time(db_session):
    ola, mia, ned = (make_member(name) for name in ("Ola", "Mia", "Ned"))
    call = make_evening(ola)
    first, second = (
        Opening(call_id=call.id, by_id=ola.id, at=START, ended_at=START) for _ in range(2)
    )
    db_session.add_all([first, second])
    db_session.flush()
    for opening, member, shows in (
        (first, ola, True),
        (first, mia, True),
        (second, mia, False),
        (second, ned, False),
    ):
        ids = {"opening_id": opening.id, "member_id": member.id}
        db_session.add(Presence(**ids, at=START, named_at=START if shows else None))
    db_session.flush()

    assert numbers_of(call).attendance == Attendance(3, ("Ola",))
