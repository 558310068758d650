"""When the rules of a zone change, the dates of a series in it are held and sent as they mean."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from community.calls import upkeep
from community.calls.models import Call
from community.calls.times import Sitting, Slot
from community.db import db
from tests.calls.build import begin, hour, times
from tests.factories import START, make_community, make_member

SPRING = date(2027, 3, 28)  # in Berlin, clocks jump from 02:00 to 03:00


@pytest.mark.real_horizon
def test_an_hour_that_clocks_have_come_to_jump_over_is_shown_as_they_show_it(app, writing, reading):
    with writing():
        make_community()
        begin(make_member("Fay"), times("FREQ=WEEKLY", "2027-03-21", hour("02:30")))
        there = select(Sitting.id).join(Sitting.call).where(Call.rule_date == SPRING)
        number = db.session.scalars(there).one()
        before = update(Sitting).where(Sitting.id == number)
        night = datetime(2027, 3, 28, 2, 30)
        db.session.execute(before.values(local_start=night))

    with app.app_context():
        for _ in range(2):
            upkeep.derive_again(START)

    with reading():
        sitting = db.session.get_one(Sitting, number)
        assert sitting.local_start == datetime(2027, 3, 28, 3, 30)
        assert sitting.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
        assert (sitting.sequence, sitting.is_moved) == (1, False)
        assert db.session.scalars(select(Slot.sequence)).all() == [1]
