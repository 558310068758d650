"""Calls with nothing on their agenda: asked about two days before, cancelled at the hour chosen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agendas import empty_notices, emptying, states
from community.agendas.empty_queries import ending_of
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.outbox.models import Letter
from tests.agendas.build import on_agenda, proposed
from tests.agendas.emptied import HOUR, NOTHING, letters, reasons, ruled
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member

MINUTE = timedelta(minutes=1)


@pytest.fixture
def scene(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    return ola, mia, *ruled(ola)


def test_the_facilitators_are_asked_once_and_then_it_is_off(writing, reading, app):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call, starts_at = ruled(ola)
        (sitting,) = sittings_of(call)
        rsvps.answer(sitting, mia.person, answer=Answer.GOING, now=START)

    with app.app_context():
        emptying.see_to_empty_agendas(starts_at - 48 * HOUR - MINUTE)
    with reading():
        assert letters("empty_agenda") == []
    with app.app_context():
        for minutes in (0, 5):
            emptying.see_to_empty_agendas(starts_at - 48 * HOUR + minutes * MINUTE)
        emptying.see_to_empty_agendas(starts_at - 24 * HOUR - MINUTE)
    with reading():
        assert letters("empty_agenda") == [ola.person_id]
        assert reasons(call) == []
    with app.app_context():
        for minutes in (0, 5):
            emptying.see_to_empty_agendas(starts_at - 24 * HOUR + minutes * MINUTE)

    with reading():
        assert reasons(call) == [NOTHING]
        assert letters("changed") == [mia.person_id]
        (sitting,) = sittings_of(call)
        assert (sitting.cancellation.by_id, sitting.sequence) == (None, 1)


def test_a_proposal_is_nothing_yet_and_an_accepted_one_is(scene):
    ola, mia, call, starts_at = scene
    item = proposed(call, mia)
    due = starts_at - 24 * HOUR

    assert ending_of(call, due).at == due
    states.accept(item, by=ola, now=START)
    emptying.see_to_call(call, now=due)

    assert reasons(call) == []


def test_what_has_begun_is_not_cancelled_by_a_worker_that_was_away(scene):
    _, _, call, starts_at = scene

    emptying.see_to_call(call, now=starts_at)

    assert reasons(call) == []


def test_a_worker_that_was_away_for_an_hour_cancels_what_is_to_come(scene):
    _, _, call, starts_at = scene

    emptying.see_to_call(call, now=starts_at - 23 * HOUR)

    assert reasons(call) == [NOTHING]


def test_what_is_held_after_all_is_left_alone(scene):
    ola, _, call, starts_at = scene
    due = starts_at - 24 * HOUR
    emptying.see_to_call(call, now=due)
    (sitting,) = sittings_of(call)

    changing.uncancel(sitting, by=ola, now=due)
    emptying.see_to_call(call, now=due + HOUR)

    assert reasons(call) == []


def test_what_is_held_after_all_long_before_is_left_alone_too(scene):
    ola, _, call, starts_at = scene
    (sitting,) = sittings_of(call)
    changing.cancel(sitting, by=ola, reason="Ill", now=START)
    changing.uncancel(sitting, by=ola, now=START)

    emptying.see_to_call(call, now=starts_at - 24 * HOUR)

    assert reasons(call) == []


def test_an_item_that_goes_after_the_hour_takes_no_call_along(scene):
    ola, _, call, starts_at = scene
    (item,) = on_agenda(call, ola, "Licences")

    states.park(item, by=ola, now=starts_at - 2 * HOUR)
    emptying.see_to_call(call, now=starts_at - HOUR)

    assert reasons(call) == []


def test_a_rule_that_comes_too_late_for_a_call_leaves_it_alone(scene):
    ola, _, call, starts_at = scene
    emptying.lift_rule(call.series)

    emptying.set_rule(call.series, hours=24, by=ola, now=starts_at - 10 * HOUR)
    emptying.see_to_call(call, now=starts_at - 9 * HOUR)

    assert reasons(call) == []


def test_without_a_rule_nothing_happens(scene):
    _, _, call, starts_at = scene

    for _ in range(2):
        emptying.lift_rule(call.series)
    emptying.see_to_call(call, now=starts_at - 24 * HOUR)

    assert reasons(call) == []


def test_what_was_parked_waits_in_the_letter_as_a_proposal_does(scene):
    ola, mia, call, starts_at = scene
    states.park(proposed(call, mia), by=ola, now=START)
    proposed(call, mia, "Names")
    now = starts_at - 48 * HOUR
    emptying.see_to_call(call, now=now)

    (kind,) = empty_notices.KINDS
    letter = db.session.scalars(select(Letter).where(Letter.kind == kind.name)).one()
    assert kind.write(letter, ola.person, now).values["waiting"] == 2


@pytest.mark.engines("sqlite")
def test_the_pages_set_it_say_it_and_lift_it(writing, signed_in, client, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20"))
        first, _ = sittings_of_series(series, START)
        call = first.call
    with at(START):
        page = signed_in(ola)
        wrong = page.post(f"/series/{series.slug}/empty-agendas", data={"hours": "48"})
        page.post(f"/series/{series.slug}/empty-agendas", data={"hours": "24"})
        seen = client.get(f"/calls/{call.slug}").text
        rule = page.get(f"/series/{series.slug}/empty-agendas").text
        page.post(f"/series/{series.slug}/empty-agendas/withdrawal")
        after = client.get(f"/calls/{call.slug}").text

    assert (wrong.status_code, "Between 1 and 47 hours." in wrong.text) == (422, True)
    assert "is cancelled 24 hours before it begins" in rule
    assert "Cancelled by itself on" in seen
    assert "19 January 2026, 17:00" in seen
    assert "Cancelled by itself on" not in after
