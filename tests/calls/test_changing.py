"""Single dates: what can still be changed, by whom who has read what it is now."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer, Offer
from community.calls import changing, removing, scheduling
from community.calls.drafts import Details, Place
from community.calls.links import link_to_edit
from community.calls.models import Call
from community.calls.queries import sittings_of_series
from community.db import db
from community.errors import Refusal
from tests.calls.build import begin, sitting_at
from tests.factories import START, make_call, make_member, make_person, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")

NINE = datetime(2026, 3, 14, 9)
NEW_LINK = "https://meet.example.org/new"


def move(sitting, *, local_start=NINE, version=None, now=START):
    changing.move(
        sitting, local_start=local_start, zone="UTC", minutes=60, version=version, now=now
    )


def test_of_two_who_change_one_date_the_second_is_told():
    ada, sitting = make_member(), make_sitting()
    read = sitting.version
    move(sitting, version=read)

    with pytest.raises(changing.Conflict):
        move(sitting, local_start=NINE + timedelta(hours=1), version=read)
    with pytest.raises(changing.Conflict):
        changing.cancel(sitting, by=ada, reason="Too late", version=read, now=START)
    with pytest.raises(changing.Conflict):
        changing.change_place(sitting, Place(capacity=3), by=ada, version=read, now=START)
    assert (sitting.local_start, sitting.is_cancelled, sitting.capacity) == (NINE, False, None)

    changing.change_place(sitting, Place(capacity=3), by=ada, version=sitting.version, now=START)
    with pytest.raises(changing.Conflict):
        move(sitting, local_start=NINE + timedelta(hours=1), version=read + 1)


def test_sending_the_same_change_twice_is_no_conflict():
    ada, sitting = make_member(), make_sitting()
    place = Place(capacity=3, join_url=NEW_LINK)

    for verb, given in (
        (move, {}),
        (changing.change_place, {"place": place, "by": ada, "now": START}),
        (changing.cancel, {"by": ada, "reason": "Ill", "now": START}),
    ):
        read = sitting.version
        for _ in range(2):
            verb(sitting, **given, version=read)
    assert sitting.sequence == 3


def test_the_answers_people_give_are_no_change_a_facilitator_has_to_look_at():
    sitting = make_sitting(capacity=1)
    read = sitting.version
    rsvps.answer(sitting, make_person("Ben"), answer=Answer.GOING, now=START)

    move(sitting, version=read)

    assert sitting.local_start == NINE


def test_a_broken_link_is_mended_while_the_call_is_going_on_and_places_are_not():
    ada, sitting = make_member(), make_sitting(capacity=5)
    during = sitting.starts_at + timedelta(minutes=10)

    changing.change_place(sitting, Place(capacity=5, join_url=NEW_LINK), by=ada, now=during)
    assert link_to_edit(sitting) == (NEW_LINK, False)
    assert (sitting.sequence, sitting.updated_at) == (1, during)

    with pytest.raises(changing.AlreadyBegun):
        changing.change_place(sitting, Place(capacity=6, join_url=NEW_LINK), by=ada, now=during)
    with pytest.raises(changing.AlreadyBegun):
        changing.change_place(sitting, Place(capacity=5), by=ada, now=sitting.ends_at)
    assert (sitting.capacity, link_to_edit(sitting)) == (5, (NEW_LINK, False))


@pytest.mark.parametrize("deleted", ["series", "call"])
def test_nothing_about_a_deleted_date_is_changed(deleted):
    ada = make_member()
    series = begin(ada)
    sitting = sittings_of_series(series, START)[0]
    if deleted == "series":
        removing.remove_series(series, by=ada, reason="Merged", now=START)
    else:
        removing.remove_call(sitting.call, by=ada, reason="Merged", now=START)
    before = (sitting.starts_at, sitting.sequence, sitting.version, sitting.call.version)

    for act in (
        lambda: move(sitting),
        lambda: changing.cancel(sitting, by=ada, reason="Ill", now=START),
        lambda: changing.change_place(sitting, Place(capacity=1), by=ada, now=START),
        lambda: changing.change_call(
            sitting.call, Details(title="New"), version=sitting.call.version, now=START
        ),
    ):
        with pytest.raises(Refusal, match="deleted"):
            act()
    assert (sitting.starts_at, sitting.sequence, sitting.version, sitting.call.version) == before


def test_a_deleted_series_takes_no_further_date():
    ada = make_member()
    series = begin(ada)
    removing.remove_series(series, by=ada, reason="Merged", now=START)
    there = len(db.session.scalars(select(Call.id)).all())

    with pytest.raises(Refusal, match="deleted"):
        scheduling.add_date(series, [sitting_at("2026-05-05T10:00")], by=ada, now=START)
    assert len(db.session.scalars(select(Call.id)).all()) == there


def test_places_are_offered_as_of_the_moment_they_become_free():
    ada = make_member()
    sitting = make_sitting(make_call(ada), capacity=1)
    for name in ("Ben", "Cleo"):
        rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=START)
    later = START + timedelta(days=10)

    changing.change_place(sitting, Place(capacity=2), by=ada, now=later)

    assert db.session.scalars(select(Offer.offered_at)).all() == [later]


@pytest.mark.parametrize("deleted", ["series", "call"])
def test_deleting_takes_offers_back_and_bringing_back_offers_the_place_again(deleted):
    ada = make_member()
    series = begin(ada)
    sitting = sittings_of_series(series, START)[0]
    changing.change_place(sitting, Place(capacity=1), by=ada, now=START)
    ben, cleo = make_person("Ben"), make_person("Cleo")
    for person in (ben, cleo):
        rsvps.answer(sitting, person, answer=Answer.GOING, now=START)
    rsvps.answer(sitting, ben, answer=Answer.CANNOT, now=START)
    kind, subject = ("series", series) if deleted == "series" else ("call", sitting.call)
    first, second = START + timedelta(hours=1), START + timedelta(days=2)

    getattr(removing, f"remove_{kind}")(subject, by=ada, reason="Oops", now=first)
    (offer,) = db.session.scalars(select(Offer)).all()
    assert (offer.outcome, offer.closed_at) == ("withdrawn", first)

    getattr(removing, f"restore_{kind}")(subject, by=ada, now=second)
    again = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None))).one()
    assert (again.rsvp.person, again.offered_at) == (cleo, second)


def test_a_date_moved_into_the_past_stays_where_it_was():
    sitting = make_sitting()
    before = sitting.starts_at

    with pytest.raises(changing.AlreadyBegun):
        move(sitting, local_start=datetime(2025, 5, 1, 9))
    assert sitting.starts_at == before == datetime(2026, 3, 13, 16, tzinfo=UTC)
