"""A call that was ended by mistake goes on, as if it had not been, for a short while."""

import pytest
from sqlalchemy import func, select

from community.agendas import sending_back, states
from community.agendas.carried import CarriedOver
from community.agendas.models import State
from community.agendas.queries import items_of
from community.agendas.versions import ChangedMeanwhile
from community.calls import removing
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.facilitation import hands, resuming, steering, upkeep
from community.facilitation.models import HandKind, Opening, Way
from community.facilitation.queries import hands_of
from community.facilitation.resuming import EndStays
from community.notes.left_queries import left_open
from community.notes.models import Kind
from tests.agendas.build import on_agenda, proposed
from tests.calls.build import begin, times
from tests.facilitation.build import address, current, minutes, opened
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


def ended():
    """Two weekly calls; the first, with an item spoken about, one not reached, a proposal, an
    action, one who speaks and one who waits, has been ended by Ola.
    """
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    first, second = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
    now = sittings_of(first)[0].starts_at
    on_agenda(first, ola, "One", "Two")
    proposed(first, mia, "Open")
    say(first, ola, "Book the room.", kind=Kind.ACTION)
    steering.start(first, by=ola, now=now)
    for member in (mia, ola):
        hands.raise_hand(first, HandKind.REPLY, Way.VOICE, by=member, now=now)
    hands.call_on(first, hands_of(opened(first))[0].number, by=ola, now=now)
    steering.end(first, seen=opened(first).id, by=ola, now=now + minutes(9))
    return ola, first, second, now + minutes(9)


def resume(call, by, now) -> None:
    resuming.resume(call, seen=opened(call).id, by=by, now=now)


def standing(call) -> dict[str, State]:
    return {item.title: item.state for item in items_of(call.id)}


@pytest.fixture
def scene(db_session):
    return ended()


def test_all_is_as_it_was_and_ends_again_as_it_would_have(scene):
    ola, first, second, end = scene
    assert (standing(first), len(left_open(second, None).actions)) == ({"One": State.DISCUSSED}, 1)

    for later in (2, 3):
        resume(first, ola, end + minutes(later))

    assert standing(first) == {"One": State.ACCEPTED, "Two": State.ACCEPTED, "Open": State.PROPOSED}
    assert (standing(second), left_open(second, None).actions) == ({}, ())
    assert (opened(first).is_on, current(first)) == (True, "One")
    assert [(h.is_called, h.is_over) for h in hands_of(opened(first))] == [
        (True, False),
        (False, False),
    ]
    steering.end(first, seen=opened(first).id, by=ola, now=end + minutes(5))
    assert standing(second) == {"Two": State.PARKED, "Open": State.PROPOSED}
    assert len(left_open(second, None).actions) == 1
    assert db.session.scalar(select(func.count(Opening.id))) == 1


def test_it_comes_back_from_a_call_that_was_deleted_meanwhile(scene):
    ola, first, second, end = scene
    removing.remove_call(second, by=ola, reason="Off.", now=end + minutes(1))

    resume(first, ola, end + minutes(2))

    assert standing(first) == {"One": State.ACCEPTED, "Two": State.ACCEPTED, "Open": State.PROPOSED}
    assert standing(second) == {}


def test_it_is_refused_when_too_late_or_started_again(scene):
    ola, first, _, end = scene

    with pytest.raises(EndStays, match="quarter of an hour"):
        resume(first, ola, end + minutes(16))
    before = opened(first).id
    steering.start(first, by=ola, now=end + minutes(1))
    with pytest.raises(EndStays, match="started again"):
        resuming.resume(first, seen=before, by=ola, now=end + minutes(2))
    assert opened(first).id != before


@pytest.mark.parametrize("what", ["the one discussed", "one that moved", "sent back"])
def test_it_is_refused_once_its_items_were_worked_on(scene, what):
    ola, first, second, end = scene
    later = end + minutes(1)
    (one,), (two,) = items_of(first.id), items_of(second.id, {State.PARKED})
    if what == "the one discussed":
        states.park(one, by=ola, now=later)
    elif what == "one that moved":
        states.accept(two, by=ola, now=later)
    else:
        sending_back.send_back(two, by=ola, now=later)
        states.decline(two, by=ola, why="No.", now=later)

    with pytest.raises(ChangedMeanwhile, match="start the call again"):
        resume(first, ola, end + minutes(2))
    assert db.session.get(CarriedOver, first.id) is not None


def test_a_call_that_ended_by_itself_goes_on_for_a_while(writing, app, reading, signed_in, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        first, second = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
        on_agenda(first, ola, "One", "Two")
        sitting = sittings_of(first)[0]
        steering.start(first, by=ola, now=sitting.starts_at)
    found = sitting.ends_at + minutes(33)
    with app.app_context():
        upkeep.end_what_was_left_on(found)
    with reading():
        assert (opened(first).is_on, list(standing(first))) == (False, ["One"])
        opening = opened(first).id
    page, words = signed_in(ola), "The call goes on"
    with at(found + minutes(16)):
        late = page.get(address(first)).text
    with at(found + minutes(14)):
        offered = page.get(address(first)).text
        page.post(address(first, "/ending/withdrawal"), data={"opening": opening})
    with app.app_context():
        upkeep.end_what_was_left_on(found + minutes(15))  # it has only just been taken up again

    assert (words in late, words in offered) == (False, True)
    with reading():
        assert (opened(first).is_on, current(first)) == (True, "One")
        assert standing(first) == {"One": State.ACCEPTED, "Two": State.ACCEPTED}
        assert standing(second) == {}
    with app.app_context():
        upkeep.end_what_was_left_on(found + minutes(44))
    with reading():
        assert (opened(first).is_on, list(standing(second))) == (False, ["Two"])


@pytest.mark.engines("sqlite")
def test_the_page_offers_it_to_who_leads_for_a_while(writing, signed_in, reading, at):
    with writing():
        ola, first, _, end = ended()
        mia = make_member("Noa")
        opening = opened(first).id
    page, words = signed_in(ola), "The call goes on"
    with at(end + minutes(16)):
        late = page.get(address(first)).text
    with at(end + minutes(1)):
        offered, others = page.get(address(first)).text, signed_in(mia).get(address(first)).text
        where = address(first, "/ending/withdrawal")
        refused = signed_in(mia).post(where, data={"opening": opening}).status_code
        sent = page.post(where, data={"opening": opening}).status_code

    assert (words in late, words in offered, words in others) == (False, True, False)
    assert (refused, sent) == (403, 303)
    with reading():
        assert opened(first).is_on
