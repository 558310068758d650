"""What a call leaves over moves on when it has ended, not when it should have."""

import pytest

from community.agendas import carrying, states
from community.agendas.models import ItemState, State
from community.agendas.queries import items_of
from community.calls.models import Call
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.facilitation import resuming, steering, upkeep
from community.facilitation.leaving_queries import left_on
from community.facilitation.queries import spells_of
from community.facilitation.timing import Stage
from tests.agendas.build import make_evening, on_agenda, proposed, titles
from tests.calls.build import begin, times
from tests.facilitation.build import EVENING, live_block_of, minutes, opened, step
from tests.factories import START, make_community, make_member, make_sitting
from tests.notes.saying import say
from tests.records.build import on_item

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


def test_what_was_stepped_over_was_not_reached_and_moves_on(scene, reading, writing):
    ola, first, second, ends = scene
    begun = ends - minutes(60)
    with writing():
        call = db.session.get_one(Call, first.id)
        on_agenda(call, ola, "Three", "Four")
        for after in (10, 10.2, 10.4):  # One had its time; Two and Three are passed on the way
            step(call, ola, now=begun + minutes(after))
        on_item(call, "Three", ola, "A word.", now=begun + minutes(10.3))
        shown = live_block_of(call, ola, now=begun + minutes(11))
        steering.end(call, seen=opened(call).id, by=ola, now=begun + minutes(30))

    assert [(stop.title, stop.when) for stop in shown.stops] == [
        ("One", "done"),
        ("Two", "passed"),
        ("Three", "done"),
        ("Four", "now"),
    ]
    assert of(reading, first) == ["One", "Three", "Four"]
    assert sorted(of(reading, second)) == ["Open", "Two"]


def left_until(scene, app, reading, *instants):
    """Whether the call is on after each run of the job."""
    found = []
    for instant in instants:
        with app.app_context():
            upkeep.end_what_was_left_on(instant)
        with reading():
            found.append(opened(scene[1]).is_on)
    return found


def test_a_call_that_was_left_on_ends_by_itself_soon_after_its_time(scene, reading, app):
    _, first, second, ends = scene

    assert left_until(scene, app, reading, ends + minutes(29), ends + minutes(33)) == [True, False]

    with reading():
        opening = opened(first)
        [spell] = spells_of(opening)
        assert (opening.ended_at, opening.ended_by_id) == (ends + minutes(5), None)
        assert spell.ended_at == ends + minutes(5)  # no more than it can have had
    assert sorted(of(reading, second)) == ["Open", "Two"]


def test_a_call_that_takes_longer_is_not_ended_while_it_is_steered(scene, reading, writing, app):
    ola, first, _, ends = scene
    with writing():
        step(db.session.get_one(Call, first.id), ola, now=ends + minutes(20))

    found = left_until(scene, app, reading, ends + minutes(49), ends + minutes(50))

    assert found == [True, False]
    with reading():
        assert opened(first).ended_at == ends + minutes(25)


def _begun_on_a_day_of_two(apart):
    """Whoever leads an evening that has begun, the call, and its other sitting of the same day."""
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    other = make_sitting(call, position=1)
    other.starts_at, other.ends_at = EVENING + apart, EVENING + apart + minutes(60)
    on_agenda(call, ola, "One", "Two")
    db.session.flush()
    steering.start(call, by=ola, now=EVENING)
    return ola, call, other


@pytest.mark.usefixtures("db_session")
def test_of_two_sittings_on_a_day_each_ends_by_itself():
    ola, call, later = _begun_on_a_day_of_two(minutes(80))

    assert left_on(EVENING + minutes(79)) == {}
    number = opened(call).id
    assert left_on(EVENING + minutes(82)) == {number: EVENING + minutes(65)}
    steering.end(call, seen=number, by=None, ended_at=EVENING + minutes(65), now=later.starts_at)
    assert titles(call) == ["One", "Two"]  # for the other sitting, though it has begun
    steering.start(call, by=ola, now=later.starts_at + minutes(1))
    assert left_on(EVENING + minutes(169)) == {}
    assert left_on(EVENING + minutes(170)) == {opened(call).id: EVENING + minutes(145)}


@pytest.mark.parametrize(("later_from", "step_at", "job_at"), [(60, None, 61), (80, 80.5, 81)])
def test_what_a_sitting_leaves_is_kept_for_the_one_that_has_just_begun(
    writing, reading, app, later_from, step_at, job_at
):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        later = make_sitting(call, position=1)
        later.starts_at = EVENING + minutes(later_from)
        later.ends_at = EVENING + minutes(later_from + 60)
        on_agenda(call, ola, "One", "Two", "Three")
        steering.start(call, by=ola, now=EVENING)
        if step_at is not None:
            step(call, ola, now=EVENING + minutes(step_at))

    with app.app_context():
        upkeep.end_what_was_left_on(EVENING + minutes(job_at))

    with reading():
        call = db.session.get_one(Call, call.id)
        shown = live_block_of(call, ola, now=EVENING + minutes(job_at))
        assert (titles(call), shown.stage) == (["One", "Two", "Three"], Stage.BETWEEN)
        late = live_block_of(call, ola, now=later.ends_at)
        assert late.stage is Stage.ENDED
    with writing():  # it goes on for the other sitting, where somebody says so
        call = db.session.get_one(Call, call.id)
        resuming.resume(call, seen=opened(call).id, by=ola, now=EVENING + minutes(job_at + 2))
    with app.app_context():
        upkeep.end_what_was_left_on(later.ends_at + minutes(29))
    with reading():
        assert opened(call).is_on
    with app.app_context():
        upkeep.end_what_was_left_on(later.ends_at + minutes(30))
    with reading():
        assert (opened(call).is_on, titles(call)) == (False, [])


def test_a_call_is_not_ended_while_people_write_in_it(scene, reading, writing, app):
    ola, first, _, ends = scene
    with writing():
        call = db.session.get_one(Call, first.id)
        on_item(call, "Two", ola, "Still at it.", now=ends + minutes(15))
        say(call, ola, "And still.", now=ends + minutes(20))
        parked = items_of(call.id, {State.PROPOSED})[0]
        state = proposed(call, ola, "For another day").standing  # which keeps nothing on
        db.session.get_one(ItemState, state.id).at = ends + minutes(29)

    assert left_until(scene, app, reading, ends + minutes(49)) == [True]
    with writing():
        states.park(db.session.merge(parked), by=ola, now=ends + minutes(49))
    assert left_until(scene, app, reading, ends + minutes(78), ends + minutes(79)) == [True, False]
    with reading():
        assert opened(first).ended_at == ends + minutes(54)


@pytest.mark.usefixtures("db_session")
def test_an_end_taken_back_late_has_the_time_a_call_has_anew():
    ola, call, _other = _begun_on_a_day_of_two(minutes(600))
    number, back = opened(call).id, EVENING + minutes(60 + 125)  # past what a call has after it
    steering.end(call, seen=number, by=ola, now=back - minutes(6))

    resuming.resume(call, seen=number, by=ola, now=back)

    assert left_on(back + minutes(29)) == {}
    assert left_on(back + minutes(30)) == {number: back + minutes(5)}
    step(call, ola, now=back + minutes(119))
    assert left_on(back + minutes(119)) == {}
    assert left_on(back + minutes(120)) == {number: back + minutes(120)}
