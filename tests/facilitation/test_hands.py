"""Raising and lowering hands, calling who speaks, being there; leaving takes it along."""

import pytest
from sqlalchemy import select

from community.db import db
from community.facilitation import being_here, hands, steering
from community.facilitation.around import there_of
from community.facilitation.hands import HasTheFloor
from community.facilitation.holdings import erase, export
from community.facilitation.models import Hand, HandKind, Opening, Presence, Way
from community.facilitation.queries import hands_of, presences_of
from community.facilitation.queueing import in_line, speaker_of
from community.facilitation.steering import IsNotOn
from tests.facilitation.build import EVENING, minutes, opened, started
from tests.factories import START, make_member

pytestmark = pytest.mark.usefixtures("db_session")
once = pytest.mark.engines("sqlite")


@pytest.fixture
def people():
    return tuple(make_member(name) for name in ("Ola", "Mia", "Noa"))


def up(call, by, kind=HandKind.REPLY, way=Way.VOICE, after=0.0) -> None:
    hands.raise_hand(call, kind, way, by=by, now=EVENING + minutes(after))


def state(call) -> tuple[str | None, list[str | None]]:
    """Who has the floor, and who waits."""
    raised = hands_of(opened(call))
    speaker = speaker_of(raised)
    return speaker.name if speaker else None, [hand.name for hand in in_line(raised)]


def number_of(call, who) -> int:
    return next(h.number for h in hands_of(opened(call)) if h.member_id == who.id and not h.is_over)


def test_a_hand_raised_twice_is_one_that_keeps_its_place(people):
    ola, mia, noa = people
    call = started(ola, "One")

    up(call, mia)
    up(call, noa, after=1)
    up(call, mia, way=Way.TEXT, after=2)

    assert state(call) == (None, ["Mia", "Noa"])
    assert [hand.way for hand in hands_of(opened(call))] == [Way.TEXT, Way.VOICE]


@once
def test_one_lowers_ones_own_hand_alone(people):
    ola, mia, noa = people
    call = started(ola, "One")
    up(call, mia)
    up(call, noa, after=1)

    for _ in range(2):
        hands.lower(call, by=mia, now=EVENING)

    assert state(call) == (None, ["Noa"])


def test_two_facilitators_who_call_the_same_at_once_call_once(people):
    ola, mia, noa = people
    call = started(ola, "One")
    up(call, mia)
    up(call, noa, after=1)
    first = number_of(call, mia)

    for by in (ola, noa):
        hands.call_on(call, first, by=by, now=EVENING)

    assert state(call) == ("Mia", ["Noa"])
    assert db.session.get_one(Hand, first).called_by_id == ola.id


@once
def test_whom_one_calls_next_takes_the_floor_over(people):
    ola, mia, noa = people
    call = started(ola, "One")
    up(call, mia)
    up(call, noa, after=1)
    first, second = number_of(call, mia), number_of(call, noa)

    hands.call_on(call, first, by=ola, now=EVENING)
    hands.call_on(call, second, by=ola, now=EVENING)
    hands.call_on(call, first, by=ola, now=EVENING)
    with pytest.raises(HasTheFloor):
        up(call, noa)
    for _ in range(2):
        hands.thank(call, second, by=ola, now=EVENING)
    up(call, noa)

    assert state(call) == (None, ["Noa"])


@once
def test_a_facilitator_lowers_a_hand_which_counts_as_nothing_said(people):
    ola, mia, noa = people
    call = started(ola, "One")
    up(call, mia)
    number = number_of(call, mia)
    hands.call_on(call, number, by=ola, now=EVENING)
    up(call, noa)

    for _ in range(2):
        hands.take_down(call, number, by=ola, now=EVENING)
        hands.take_down(call, number_of(call, noa), by=ola, now=EVENING)
        up(call, noa, after=1)
    up(call, mia, after=2)

    assert state(call) == (None, ["Noa", "Mia"])
    hands.lower(call, by=mia, now=EVENING)
    up(call, mia, after=0.5)
    assert state(call) == (None, ["Mia", "Noa"])  # she has not spoken yet


@once
def test_hands_go_down_when_the_call_ends_and_none_goes_up_after(people):
    ola, mia, noa = people
    call = started(ola, "One")
    up(call, mia)

    steering.end(call, seen=opened(call).id, by=ola, now=EVENING)

    assert state(call) == (None, [])
    with pytest.raises(IsNotOn):
        up(call, noa)
    with pytest.raises(IsNotOn):
        being_here.come(call, shows_name=True, by=noa, now=EVENING)


def test_who_is_there_is_counted_once_and_named_only_by_choice(people):
    ola, mia, noa = people
    call = started(ola, "One")

    for shows in (True, False):
        being_here.come(call, shows_name=shows, by=mia, now=EVENING)
    being_here.come(call, shows_name=True, by=noa, now=EVENING + minutes(1))
    being_here.come(call, shows_name=True, by=ola, now=EVENING + minutes(2))
    for _ in range(2):
        being_here.go(call, by=ola)

    rows = presences_of(opened(call))
    assert [(row.member_id, row.shows_name) for row in rows] == [(mia.id, False), (noa.id, True)]
    assert there_of(opened(call), mia.id).names == ("Noa",)


@once
def test_who_leaves_takes_hands_and_presence_along_and_what_was_steered_stays(people):
    ola, mia, _ = people
    call = started(ola, "One")
    for who in (ola, mia):
        up(call, who)
        being_here.come(call, shows_name=True, by=who, now=EVENING)

    told = export(ola.person_id)
    for _ in range(2):
        erase(ola.person_id, START)

    assert {key: len(rows) for key, rows in told.items()} == {
        "calls I was at": 1,
        "hands raised": 1,
        "looking back": 0,
        "calls started": 1,
        "agenda items taken up": 1,
    }
    assert db.session.scalars(select(Hand.member_id)).all() == [mia.id]
    assert db.session.scalars(select(Presence.member_id)).all() == [mia.id]
    assert db.session.scalars(select(Opening.by_id)).all() == [ola.id]
