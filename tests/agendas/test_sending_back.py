"""What was sent back by mistake is carried over again, to where it was or to the next call."""

import pytest

from community.agendas import carrying, sending_back, states
from community.agendas.models import Item, State
from community.agendas.queries import items_of, origins_of
from community.agendas.sending_back import NothingToUndo, NowhereToGo
from community.calls import changing
from community.db import db
from community.facilitation import resuming, steering
from tests.agendas.build import proposed, titles
from tests.agendas.test_carrying import calls_of, end_of, only_sitting_of
from tests.calls.build import begin, times
from tests.facilitation.build import opened
from tests.factories import make_community, make_member

WEEKLY = times("FREQ=WEEKLY;COUNT=3", "2026-01-20")


def make_scene():
    """Three weekly calls: what Mia proposed for the first was carried over to the second, and Ola
    sent one of both back.
    """
    ola, mia = make_member("Ola"), make_member("Mia")
    calls = calls_of(begin(ola, WEEKLY))
    item = proposed(calls[0], mia, "Lamps")
    proposed(calls[0], mia, "Chairs")
    ended = end_of(calls[0])
    carrying.carry_over(calls[0].id, now=ended)
    sending_back.send_back(item, by=ola, now=ended)
    return ola, item, calls, ended


@pytest.fixture
def scene(db_session):
    return make_scene()


def test_it_is_carried_over_again_as_if_it_had_never_gone_back(scene):
    ola, item, (first, second, _), ended = scene

    assert [*sending_back.sent_back(first, ended)] == [item.id]
    assert sending_back.carry_again(item, now=ended).id == second.id

    assert titles(first, *State) == []
    assert titles(second, State.PROPOSED) == ["Chairs", "Lamps"]
    assert origins_of([item])[item.id].slug == first.slug
    assert not sending_back.sent_back(first, ended)
    with pytest.raises(NothingToUndo):
        sending_back.carry_again(item, now=ended)
    sending_back.send_back(item, by=ola, now=ended)
    assert titles(first, State.PROPOSED) == ["Lamps"]


def test_where_the_next_call_is_another_by_now_it_goes_there(scene):
    ola, item, (first, second, third), ended = scene
    changing.cancel(only_sitting_of(second), by=ola, reason="Ill", now=ended)

    assert sending_back.carry_again(item, now=ended).id == third.id

    assert titles(third, State.PROPOSED) == ["Lamps"]
    assert origins_of([item])[item.id].slug == first.slug


def test_without_a_next_call_it_stays(scene):
    _, item, (first, _, third), _ = scene
    late = end_of(third)

    with pytest.raises(NowhereToGo):
        sending_back.carry_again(item, now=late)

    assert not sending_back.sent_back(first, late)
    assert titles(first, State.PROPOSED) == ["Lamps"]


def test_what_was_not_sent_back_or_is_settled_is_not_carried(scene):
    ola, item, (first, second, _), ended = scene
    (chairs,) = items_of(second.id)
    states.decline(item, by=ola, why="No.", now=ended)

    for one in (chairs, item):
        with pytest.raises(NothingToUndo):
            sending_back.carry_again(one, now=ended)

    assert not sending_back.sent_back(first, ended)


def test_where_the_call_had_not_ended_nothing_was_sent_back(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    first, _, _ = calls_of(begin(ola, WEEKLY))
    item = proposed(first, mia, "Lamps")
    began = only_sitting_of(first).starts_at
    steering.start(first, by=ola, now=began)
    steering.end(first, seen=opened(first).id, by=ola, now=began)
    assert item.call_id != first.id
    resuming.resume(first, seen=opened(first).id, by=ola, now=began)

    assert item.call_id == first.id
    assert not sending_back.sent_back(first, began)


@pytest.mark.engines("sqlite")
def test_a_facilitator_does_so_where_the_item_stands(writing, reading, signed_in, at):
    with writing():
        make_community()
        ola, item, (first, second, _), ended = make_scene()
        mia = make_member("Mia too")
    again = f"/agenda-items/{item.key}/carry-over"
    with at(ended):
        assert signed_in(mia).post(again).status_code == 403
        page = signed_in(ola)
        assert again in page.get(f"/calls/{first.slug}/agenda/draft").text
        answer = page.post(again)
        there = page.get(answer.location).text

    assert f"/calls/{second.slug}/agenda/draft" in answer.location
    assert "“Lamps” is carried over again." in there
    assert f'action="{again}"' not in there
    with reading():
        assert db.session.get_one(Item, item.id).call_id == second.id
