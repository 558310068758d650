"""Sample content shows every kind of date, and goes without a trace."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.agendas.editions import Edition
from community.agendas.mention_models import ItemMention
from community.agendas.models import ItemOwner, Vote
from community.attendance.models import Answer, Rsvp
from community.calls.models import Call, Series
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from community.db import Base, db
from community.distance import distancing
from community.distance.models import Keeping
from community.front import clearing, sample
from community.notes.models import Kind, Note
from community.outbox.models import Letter
from community.records.models import Publication
from tests.agendas.build import make_evening, proposed
from tests.factories import make_community, make_member

pytestmark = pytest.mark.usefixtures("db_session")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in {"revision", "attempt"}
    }


def test_the_sample_has_the_call_of_march_a_moved_a_cancelled_a_spread_and_a_full_one():
    make_community()
    sample.write(steward=make_member("Stew"), now=NOW)

    march = db.session.scalars(select(Call).where(Call.rule_date == date(2026, 3, 13))).one()
    assert march.title == "How do we keep the human contract in open source?"
    assert "The hour is an example" in march.description_source
    sittings = db.session.scalars(select(Sitting)).all()
    assert sum(s.is_moved for s in sittings) == 1
    assert sum(s.is_cancelled for s in sittings) == 1
    assert sum(s.position == 1 for s in sittings) == 1
    assert len({s.zone for s in sittings}) >= 4
    answers = [
        rsvp.answer for rsvp in db.session.scalars(select(Rsvp)) if rsvp.sitting.capacity == 4
    ]
    assert (answers.count(Answer.GOING), answers.count(Answer.WAITING)) == (4, 2)
    assert len(db.session.scalars(select(Edition)).all()) == 2
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 6
    assert {note.kind for note in db.session.scalars(select(Note))} == {
        *(Kind.NOTE, Kind.DECISION, Kind.ACTION)
    }
    assert db.session.scalars(select(Publication)).one().at <= NOW
    assert [(letter.kind, letter.recipient) for letter in db.session.scalars(select(Letter))] == []
    assert [s.title for s in db.session.scalars(select(Series).order_by(Series.id))] == [
        "Open Source Practitioners Community Call",
        "CHAOSS: AI Alignment in OSS",
    ]


def test_writing_it_twice_changes_nothing():
    steward = make_member("Stew")
    sample.write(steward=steward, now=NOW)
    once = rows()

    sample.write(steward=steward, now=NOW)

    assert rows() == once


def test_removing_it_leaves_nothing_of_it_and_all_of_the_rest():
    make_community()
    steward = make_member("Stew")
    item = proposed(make_evening(steward), steward)
    before = rows()
    sample.write(steward=steward, now=NOW)
    somebody = db.session.scalars(select(Member).where(Member.email.endswith(".invalid"))).first()
    assert somebody is not None
    names = {"item_id": item.id, "member_id": somebody.id}
    db.session.add_all([ItemOwner(**names), ItemMention(**names, at=NOW)])
    distancing.keep_off(somebody, Keeping.MUTE, by=steward, now=NOW)
    series = db.session.scalars(select(Series)).first()
    assert series is not None
    db.session.add(
        Rsvp(
            sitting=sittings_of_series(series, NOW)[0],
            person=steward.person,
            answer=Answer.MAYBE,
            answered_at=NOW,
            updated_at=NOW,
        )
    )

    for _ in range(2):
        clearing.remove_sample()

    assert rows() == before
