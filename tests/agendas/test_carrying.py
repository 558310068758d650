"""What a call leaves over is on the next one of its series, with where it came from."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.agendas import carrying, proposing, sending_back, states
from community.agendas.carried import CarriedItem
from community.agendas.models import Item, State
from community.agendas.queries import items_of, origins_of, tallies_of
from community.agendas.sending_back import NothingToUndo
from community.calls import changing, removing, scheduling
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from community.db import db
from tests.agendas.build import declined, on_agenda, proposed, publish_agenda, titles
from tests.calls.build import begin, sitting_at, times
from tests.factories import START, make_community, make_member

WEEKLY = times("FREQ=WEEKLY;COUNT=3", "2026-01-20")


def calls_of(series) -> list[Call]:
    return [sitting.call for sitting in sittings_of_series(series, START)]


def left_over(ola, mia) -> tuple[Call, Call, Call]:
    """Three weekly calls; on the first there is an item of every kind."""
    first, second, third = calls_of(begin(ola, WEEKLY))
    reached, _unreached = on_agenda(first, ola, "Reached", "Not reached")
    open_one = proposed(first, mia, "Open")
    proposing.vote(open_one, by=ola, would_join=True, now=START)
    states.park(proposed(first, mia, "Parked"), by=ola, now=START)
    declined(proposed(first, mia, "Declined"), ola)
    publish_agenda(first, ola)
    states.discuss(reached, by=ola, now=START)
    return first, second, third


def end_of(call) -> object:
    return only_sitting_of(call).ends_at


def only_sitting_of(call) -> Sitting:
    (sitting,) = [s for s in sittings_of_series(call.series, START) if s.call_id == call.id]
    return sitting


def test_what_was_left_moves_once_the_call_has_ended_and_once_alone(writing, app, reading):
    with writing():
        make_community()
        first, second, third = left_over(make_member("Ola"), make_member("Mia"))
        ended = end_of(first)
    with app.app_context():
        carrying.carry_over_all(ended - timedelta(minutes=1))
    with reading():
        assert titles(second, *State) == []
    with app.app_context():
        for minutes in (0, 1):
            carrying.carry_over_all(ended + timedelta(minutes=minutes))

    with reading():
        assert {item.title: item.state for item in items_of(second.id)} == {
            "Not reached": State.PARKED,
            "Open": State.PROPOSED,
            "Parked": State.PARKED,
        }
        assert titles(first, *State) == ["Declined", "Reached"]
        (kept,) = items_of(second.id, {State.PROPOSED})
        assert tallies_of([kept])[kept.id].joiners == 1
        assert origins_of([kept])[kept.id].slug == first.slug
        assert titles(third, *State) == []


@pytest.fixture
def scene(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    return ola, *left_over(ola, mia)


def test_a_date_that_is_off_is_passed_over(scene):
    ola, first, second, third = scene
    changing.cancel(only_sitting_of(second), by=ola, reason="Ill", now=START)

    assert carrying.carry_over(first.id, now=end_of(first)).id == third.id


def test_what_was_said_among_members_does_not_move_to_where_everybody_reads(scene):
    _, first, _second, third = scene
    first.own_visibility = Visibility.MEMBERS
    third.own_visibility = Visibility.MEMBERS

    assert carrying.carry_over(first.id, now=end_of(first)).id == third.id


def test_without_a_next_call_it_waits(scene):
    *_, third = scene

    assert carrying.carry_over(third.id, now=end_of(third)) is None


def test_a_call_that_was_deleted_leaves_over_what_had_come_to_it(writing, app, reading):
    with writing():
        make_community()
        ola = make_member("Ola")
        first, second, third = left_over(ola, make_member("Mia"))
        ended = [end_of(first), end_of(second)]
    with app.app_context():
        carrying.carry_over_all(ended[0])
    with writing():
        removing.remove_call(second, by=ola, reason="", now=ended[0])
    with app.app_context():
        carrying.carry_over_all(ended[1] - timedelta(minutes=1))
    with reading():
        assert titles(third, *State) == []

    with app.app_context():
        carrying.carry_over_all(ended[1])

    with reading():
        assert sorted(titles(third, *State)) == ["Not reached", "Open", "Parked"]


def test_after_a_pause_of_any_length_it_goes_on_with_what_was_left(writing, app, reading):
    with writing():
        make_community()
        ola = make_member("Ola")
        *_, third = left_over(ola, mia := make_member("Mia"))
        proposed(third, mia, "Left at the end")
        long_after = end_of(third) + timedelta(days=300)
    with app.app_context():
        carrying.carry_over_pauses(long_after)
    with writing():
        later = [sitting_at("2027-03-02T17:00")]
        again = scheduling.add_date(third.series, later, by=ola, now=long_after)
    with app.app_context():
        carrying.carry_over_all(long_after)
        carrying.carry_over_pauses(long_after)

    with reading():
        assert titles(again, *State) == ["Left at the end"]


def test_after_dates_that_were_off_it_goes_on_with_what_the_last_held_call_left(
    writing, app, reading
):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        first, *off = left_over(ola, mia)
        for call in off:
            proposed(call, mia, f"Left at {call.id}")
        changing.cancel(only_sitting_of(off[0]), by=ola, reason="Ill", now=START)
        removing.remove_call(off[1], by=ola, reason="", now=START)
        long_after = end_of(first) + timedelta(days=90)
        later = [sitting_at("2026-06-02T17:00")]
        again = scheduling.add_date(first.series, later, by=ola, now=long_after)

    with app.app_context():
        carrying.carry_over_all(long_after)
        carrying.carry_over_pauses(long_after)

    with reading():
        left = [f"Left at {call.id}" for call in off]
        assert titles(again, *State) == ["Not reached", "Open", "Parked", *left]


def test_a_facilitator_sends_one_item_back_and_the_others_stay(scene):
    ola, first, second, _ = scene
    carrying.carry_over(first.id, now=end_of(first))
    (item,) = items_of(second.id, {State.PROPOSED})

    sending_back.send_back(item, by=ola, now=end_of(first))

    assert titles(first, State.PROPOSED) == ["Open"]
    assert titles(second, State.PROPOSED, State.PARKED) == ["Not reached", "Parked"]
    assert origins_of([item]) == {}
    with pytest.raises(NothingToUndo):
        sending_back.send_back(item, by=ola, now=end_of(first))
    carrying.carry_over(first.id, now=end_of(first))  # it does not come again
    assert titles(first, State.PROPOSED) == ["Open"]
    rows = select(func.count()).select_from(CarriedItem).where(CarriedItem.undone_at.is_not(None))
    assert db.session.scalar(rows) == 1


@pytest.mark.engines("sqlite")
def test_the_page_says_where_an_item_came_from_and_sends_it_back(
    writing, reading, signed_in, client, app, at
):
    with writing():
        make_community()
        ola = make_member("Ola")
        first, second, _ = left_over(ola, make_member("Mia"))
        ended = end_of(first)
    with app.app_context():
        carrying.carry_over_all(ended)
    with at(ended):
        seen = client.get(f"/calls/{second.slug}/agenda").text
        over = client.get(f"/calls/{first.slug}/agenda").text
        with reading():
            (item,) = items_of(second.id, {State.PROPOSED})
        page = signed_in(ola)
        draft = page.get(f"/calls/{second.slug}/agenda/draft").text
        page.post(f"/agenda-items/{item.key}/carry-over/withdrawal")

    assert "carried over from 20 January 2026" in seen
    assert f"/calls/{second.slug}/agenda" in over
    assert "Send it back" in draft
    with reading():
        assert db.session.get_one(Item, item.id).call_id == first.id
