"""What a call leaves over moves on when it has ended, not when it should have."""

from datetime import timedelta

import pytest

from community.agendas import carrying
from community.agendas.models import State
from community.agendas.queries import items_of
from community.calls.models import Call
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.facilitation import steering, upkeep
from tests.agendas.build import on_agenda, proposed, titles
from tests.calls.build import begin, times
from tests.facilitation.build import minutes, opened
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")
WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


@pytest.fixture
def scene(writing):
    """Two weekly calls; the first has two items and a proposal, and is on."""
    with writing():
        make_community()
        ola = make_member("Ola")
        first, second = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
        on_agenda(first, ola, "One", "Two")
        proposed(first, ola, "Open")
        sitting = sittings_of(first)[0]
        steering.start(first, by=ola, now=sitting.starts_at)
        return ola, first, second, sitting.ends_at


def of(reading, call) -> list[str]:
    with reading():
        return titles(db.session.get_one(Call, call.id), *State)


def test_nothing_moves_on_while_the_call_takes_longer(scene, reading, app):
    _, first, second, ends = scene

    with app.app_context():
        carrying.carry_over_all(ends + minutes(20))

    assert (of(reading, first), of(reading, second)) == (["Open", "One", "Two"], [])


def test_what_is_left_moves_on_at_once_when_a_facilitator_ends_the_call(scene, reading, writing):
    ola, first, second, ends = scene

    with writing():
        call = db.session.get_one(Call, first.id)
        steering.end(call, seen=opened(call).id, by=ola, now=ends - minutes(5))

    assert of(reading, first) == ["One"]
    with reading():
        moved = {item.title: item.state for item in items_of(second.id)}
    assert moved == {"Two": State.PARKED, "Open": State.PROPOSED}


def test_a_call_that_was_left_on_ends_by_itself_two_hours_later(scene, reading, app):
    _, first, second, ends = scene
    late = ends + timedelta(hours=2)

    with app.app_context():
        upkeep.end_what_was_left_on(late - minutes(1))
    with reading():
        assert opened(first).is_on
    with app.app_context():
        upkeep.end_what_was_left_on(late)

    with reading():
        opening = opened(first)
        assert (opening.ended_at, opening.ended_by_id) == (late, None)
    assert sorted(of(reading, second)) == ["Open", "Two"]
