"""Starting a call, going through its agenda, ending it: once, however often it is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import events
from community.agendas import states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import State
from community.agendas.queries import items_of
from community.db import db
from community.facilitation import steering
from community.facilitation.events import CallEnded
from community.facilitation.models import Opening, Spell
from community.facilitation.steering import IsNotOn, NotItsTime, Step
from tests.agendas.build import make_evening, on_agenda, proposed
from tests.facilitation.build import EVENING, current, minutes, opened, seen, started, step
from tests.factories import make_member, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")
once = pytest.mark.engines("sqlite")


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def standing(call) -> dict[str, State]:
    return {item.title: item.state for item in items_of(call.id)}


LATE = EVENING + minutes(50)


def end(call, by, now=LATE) -> None:
    steering.end(call, seen=opened(call).id, by=by, now=now)


def test_a_call_starts_once_with_the_first_item_of_its_agenda():
    ola, ida = make_member("Ola"), make_member("Ida")
    call = make_evening(ola, ida)
    on_agenda(call, ola, "Welcome", "Licences")

    for by in (ola, ida):
        steering.start(call, by=by, now=EVENING)

    assert (opened(call).by_id, opened(call).at) == (ola.id, EVENING)
    assert current(call) == "Welcome"
    assert (count(Opening), count(Spell)) == (1, 1)


@once
@pytest.mark.parametrize(("early", "late"), [(61, 180)])
def test_a_call_is_started_about_its_time_alone(early, late):
    ola = make_member("Ola")
    call = make_evening(ola)

    for wrong in (EVENING - minutes(early), EVENING + minutes(late)):
        with pytest.raises(NotItsTime):
            steering.start(call, by=ola, now=wrong)
    steering.start(call, by=ola, now=EVENING - minutes(60))

    assert count(Opening) == 1


def test_next_pressed_twice_goes_one_step():
    ola, ida = make_member("Ola"), make_member("Ida")
    call = started(ola, "One", "Two", "Three")
    looked_at = seen(call)

    moved = [
        steering.move(call, Step.NEXT, seen=looked_at, by=by, now=EVENING) for by in (ola, ida)
    ]

    assert moved == [True, False]
    assert current(call) == "Two"


@once
def test_one_goes_to_and_fro_and_never_beyond_the_ends():
    ola = make_member("Ola")
    call = started(ola, "One", "Two")
    way = [Step.BACK, Step.NEXT, Step.NEXT, Step.BACK]

    shown = []
    for each in way:
        step(call, ola, each)
        shown.append(current(call))

    assert shown == ["One", "Two", "Two", "One"]
    assert [spell.ended_at is None for spell in db.session.query(Spell).order_by(Spell.id)] == [
        False,
        False,
        True,
    ]


@once
def test_one_jumps_to_any_item_and_goes_on_from_there():
    ola = make_member("Ola")
    call = started(ola, "One", "Two", "Three")
    numbers = {item.title: item.id for item in items_of(call.id)}
    proposal = proposed(call, ola, "Only proposed")
    looked_at = seen(call)

    def jump(number, from_where=None, **given) -> bool:
        at = seen(call) if from_where is None else from_where
        return steering.jump(call, number, seen=at, by=ola, now=EVENING, **given)

    jumps = [jump(numbers["Three"]), jump(numbers["Three"], looked_at), jump(proposal.id)]
    assert (jumps, current(call)) == ([True, False, False], "Three")
    assert not jump(numbers["Two"], leads=False)  # it is not published
    assert jump(numbers["One"], leads=False)  # it was taken up
    step(call, ola)
    assert current(call) == "Two"


@once
def test_what_is_parked_meanwhile_gives_way_to_what_follows():
    ola = make_member("Ola")
    call = started(ola, "One", "Two", "Three")
    first = seen(call)

    parked = [
        steering.park(call, seen=at, by=ola, now=EVENING + minutes(5)) for at in (first, first)
    ]
    assert (parked, current(call)) == ([True, False], "Two")
    step(call, ola)
    steering.park(call, seen=seen(call), by=ola, now=EVENING + minutes(9))
    assert current(call) is None
    step(call, ola, Step.BACK)  # from where one was
    assert current(call) == "Two"
    end(call, ola)

    assert standing(call) == {"One": State.PARKED, "Two": State.DISCUSSED, "Three": State.PARKED}


@once
def test_the_order_of_the_agenda_holds_also_where_it_changes_meanwhile():
    ola = make_member("Ola")
    call = started(ola, "One", "Two")
    states.park(items_of(call.id, {State.ACCEPTED})[0], by=ola, now=EVENING)
    writing.add(call, ItemDraft(title="Three"), by=ola, now=EVENING)

    step(call, ola)
    step(call, ola)

    assert current(call) == "Three"


def test_what_was_not_reached_is_parked_and_what_was_is_discussed():
    ola = make_member("Ola")
    call = started(ola, "One", "Two", "Three")
    proposed(call, make_member("Mia"), "Proposed")
    step(call, ola, now=EVENING + minutes(5))

    for _ in range(2):
        end(call, ola)

    assert standing(call) == {
        "One": State.DISCUSSED,
        "Two": State.DISCUSSED,
        "Three": State.PARKED,
        "Proposed": State.PROPOSED,
    }
    parked = items_of(call.id, {State.PARKED})[0].standing
    assert (parked.by_id, parked.at) == (None, LATE)
    assert opened(call).ended_by_id == ola.id
    assert db.session.query(Spell).filter_by(ended_at=None).count() == 0


@once
def test_a_call_that_is_held_once_more_keeps_its_agenda_for_that():
    ola = make_member("Ola")
    call = make_evening(ola)
    later = make_sitting(call, position=1)
    later.starts_at += timedelta(hours=8)
    later.ends_at += timedelta(hours=8)
    on_agenda(call, ola, "One", "Two")
    steering.start(call, by=ola, now=EVENING)

    end(call, ola)
    between = standing(call)
    steering.start(call, by=ola, now=later.starts_at)
    end(call, ola, now=later.ends_at)

    assert between == {"One": State.ACCEPTED, "Two": State.ACCEPTED}
    assert standing(call) == {"One": State.DISCUSSED, "Two": State.PARKED}


@once
def test_that_a_call_has_ended_is_told_once(monkeypatch):
    told: list[CallEnded] = []
    monkeypatch.setitem(events._table, CallEnded, (told.append,))
    ola = make_member("Ola")
    call = started(ola, "One")

    for _ in range(2):
        end(call, ola)

    assert [(event.call.id, event.by.id, event.is_last) for event in told] == [
        (call.id, ola.id, True)
    ]


@once
def test_an_end_meant_for_an_earlier_opening_ends_no_later_one():
    ola = make_member("Ola")
    call = started(ola, "One")
    first = opened(call).id
    end(call, ola)
    steering.start(call, by=ola, now=EVENING + minutes(55))

    steering.end(call, seen=first, by=ola, now=EVENING + minutes(56))

    assert opened(call).is_on


@once
def test_nothing_moves_before_a_call_is_started_or_after_it_has_ended():
    ola = make_member("Ola")
    call = make_evening(ola)
    with pytest.raises(IsNotOn):
        steering.move(call, Step.NEXT, seen=0, by=ola, now=EVENING)

    steering.start(call, by=ola, now=EVENING)
    end(call, ola)

    with pytest.raises(IsNotOn):
        steering.move(call, Step.NEXT, seen=0, by=ola, now=EVENING)
