"""What was put on a draft by mistake is taken off, and comes back."""

import pytest

from community.agendas import removing, states
from community.agendas.models import Item, State
from community.agendas.removing import HeldByMore
from community.db import db
from community.facilitation import steering
from community.notes.writing import NoteText, thread_for_item, write
from tests.agendas.build import make_evening, on_agenda, proposed, publish_agenda, titles
from tests.facilitation.build import EVENING, seen
from tests.factories import START, make_member
from tests.notes.saying import NO_TOOL

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


def test_a_mistake_is_taken_off_a_draft_and_comes_back(scene, writing, signed_in, reading):
    ola, mia, call = scene
    with writing():
        (item,) = on_agenda(call, ola, "A mistake")
        asked = proposed(call, mia)
        states.accept(asked, by=ola, now=START)
    page, address = signed_in(ola), f"/agenda-items/{item.key}"
    draft = page.get(f"/calls/{call.slug}/agenda/draft").text

    gone = [page.post(f"{address}/removal").status_code for _ in range(2)]
    with reading() as session:
        state = session.get_one(Item, item.id).standing
        was = state.state, titles(call)
    stays = page.post(f"/agenda-items/{asked.key}/removal")
    back = page.post(f"{address}/state/withdrawal", data={"state": state.id})

    assert f'action="{address}/removal"' in draft
    assert f"/agenda-items/{asked.key}/removal" not in draft
    assert (gone, was) == ([303, 303], (State.WITHDRAWN, ["Licences"]))
    assert (stays.status_code, "You can park it." in stays.text) == (409, True)
    assert (back.status_code, signed_in(mia).post(f"{address}/removal").status_code) == (303, 404)
    with reading():
        assert sorted(titles(call)) == ["A mistake", "Licences"]


def test_what_others_have_read_or_spoken_about_stays(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    (published,) = on_agenda(call, ola, "Published")
    publish_agenda(call, ola)
    spoken, parked = on_agenda(call, ola, "Spoken about", "Parked")
    thread = thread_for_item(spoken.id, now=START)
    write(thread, NoteText("Hm.", NO_TOOL), by=ola, now=START)
    states.park(parked, by=ola, now=START)

    (current,) = on_agenda(call, ola, "Taken up")
    steering.start(call, by=ola, now=EVENING)
    steering.jump(call, current.id, seen=seen(call), by=ola, now=EVENING)
    for item in (published, spoken, current):
        with pytest.raises(HeldByMore):
            removing.remove(item, by=ola, now=START)
    removing.remove(parked, by=ola, now=START)

    assert db.session.get_one(Item, parked.id).state is State.WITHDRAWN
    assert titles(call) == ["Published", "Spoken about", "Taken up"]
