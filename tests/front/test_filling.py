"""Bulk data: the same again for the same seed, and right in every way rows can be asked."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member, Person
from community.attendance.models import Answer, Follow, Rsvp
from community.calls.models import Call, Series, Visibility
from community.calls.scheduling import extend_horizons
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.front import filling
from tests.attendance.invariants import faults
from tests.factories import START, make_community

AMOUNT = filling.Amount(members=40, series=2, calls=25, rsvps=2500, seed=7)


def everything():
    """What was written, without the numbers of rows."""
    answers = (
        select(Call.slug, Member.handle, Person.name, Rsvp.answer, Rsvp.answered_at, Rsvp.note)
        .join(Sitting, Sitting.id == Rsvp.sitting_id)
        .join(Call, Call.id == Sitting.call_id)
        .join(Member, Member.person_id == Rsvp.person_id)
        .join(Person, Person.id == Rsvp.person_id)
        .order_by(Call.slug, Member.handle)
    )
    dates = select(Sitting.uid, Sitting.starts_at, Sitting.capacity).order_by(Sitting.uid)
    return [tuple(row) for query in (answers, dates) for row in db.session.execute(query)]


def number(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_as_much_is_written_as_was_asked_for_and_told_of(db_session):
    told: list[int] = []

    filling.fill(AMOUNT, now=START, tell=told.append)

    assert [number(model) for model in (Member, Series, Rsvp)] == [40, 2, 2500]
    alone = select(func.count()).select_from(Call).where(Call.series_id.is_(None))
    assert db_session.scalar(alone) == 25
    assert number(Follow) > 0 < number(Cancellation)
    assert sum(told) == AMOUNT.steps


def test_the_same_seed_gives_the_same_and_another_something_else(db_session):
    found = []
    for seed in (7, 7, 8):
        nested = db_session.begin_nested()
        amount = filling.Amount(members=8, series=1, calls=4, rsvps=60, seed=seed)
        filling.fill(amount, now=START)
        found.append(everything())
        nested.rollback()

    assert found[0] == found[1] != found[2]
    assert len(found[0]) > 60


def test_places_are_given_as_the_place_gives_them(db_session):
    filling.fill(AMOUNT, now=START)

    assert faults(START) == []
    given = Counter(db_session.scalars(select(Rsvp.answer)))
    assert given.keys() == set(Answer), "There must be something that could be wrong."


def test_no_worker_finds_dates_that_are_missing(db_session):
    filling.fill(AMOUNT, now=START)

    assert extend_horizons(START) == []


def test_what_only_its_link_opens_has_an_address_nobody_guesses(db_session):
    filling.fill(filling.Amount(members=3, series=0, calls=80, rsvps=0, seed=2), now=START)

    hidden = db_session.scalars(select(Call.slug).where(Call.own_visibility == Visibility.LINK))
    slugs = hidden.all()
    assert slugs
    assert all(slug.startswith("x-") for slug in slugs)


def test_the_same_seed_is_written_once(db_session):
    filling.fill(AMOUNT, now=START)

    with pytest.raises(filling.FilledBefore):
        filling.fill(AMOUNT, now=START)


def test_more_answers_than_there_are_dates_for_are_refused(db_session):
    with pytest.raises(filling.TooManyAnswers, match="At most 0 answers"):
        filling.fill(filling.Amount(members=5, series=0, calls=0, rsvps=1, seed=1), now=START)


def test_a_calendar_that_was_fetched_before_is_sent_anew(client, writing):
    with writing():
        make_community()
    before = client.get("/calendar.ics")
    with writing():
        filling.fill(AMOUNT, now=START)

    again = client.get("/calendar.ics", headers={"If-None-Match": before.headers["ETag"]})

    assert again.status_code == 200
    assert again.data.count(b"BEGIN:VEVENT") > 10


def test_the_command_fills_a_place_that_is_set_up_and_refuses_any_other(app, writing):
    runner = app.test_cli_runner()
    asked = ["fill", "--members", "5", "--series", "1", "--calls", "2", "--rsvps", "9"]

    early = runner.invoke(args=asked)
    with writing():
        make_community()
    done, again = runner.invoke(args=asked), runner.invoke(args=asked)

    assert (early.exit_code, done.exit_code, again.exit_code) == (1, 0, 1)
    assert "Set the community up first" in early.output
    assert "5 members and 9 answers are there." in done.output
    assert "Choose another seed" in again.output
