"""Items are at addresses that lead nobody to a call which only its link leads to."""

import pytest

from community.agendas import carrying
from community.agendas.models import State
from community.agendas.queries import items_of
from community.calls import changing
from community.calls.drafts import Details
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_details
from community.db import db
from community.notes import writing as notes_writing
from community.notes.writing import NoteText
from tests.agendas.build import on_agenda, proposed, publish_agenda
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


@pytest.fixture
def scene(writing):
    """Two calls of a series that anybody can find, of Ola's; for the first one Mia has proposed
    something, and there are notes on it and on the call.
    """
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        first, second = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
        item = proposed(first, mia)
        say_of(item, mia)
        say(first, mia)
        return ola, mia, first, second, item


def say_of(item, by) -> None:
    thread = notes_writing.thread_for_item(item.id, now=START)
    notes_writing.write(thread, NoteText("Input.", NO_TOOL), by=by, now=START)


def change_visibility(call: Call, visibility: Visibility) -> None:
    details = Details(title=call.title, visibility=visibility)
    changing.change_call(call, details, version=call.version, now=START)


def addresses_on(page: str) -> set[str]:
    """Addresses of items, threads and notes that a page leads to."""
    found = {part.partition('"')[0].partition("#")[0] for part in page.split('="')}
    return {a for a in found if a.startswith(("/agenda-items/", "/threads/", "/notes/"))}


def test_no_number_leads_to_an_item(scene, signed_in, client):
    _, mia, _, _, item = scene

    assert client.get(f"/agenda-items/{item.id}/notes").status_code == 404
    assert signed_in(mia).post(f"/agenda-items/{item.id}/vote").status_code == 404


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_known_of_a_call_that_becomes_by_link_leads_nowhere(scene, writing, client, whole):
    _, _, first, _, _ = scene
    agenda = client.get(f"/calls/{first.slug}/agenda").text
    notes = client.get(f"/calls/{first.slug}/notes", follow_redirects=True).text
    known = addresses_on(agenda) | addresses_on(notes)
    known |= addresses_on(client.get(known_notes(known), follow_redirects=True).text)

    with writing():
        call = db.session.merge(first)
        if whole:
            hidden = Details(title="Quiet", visibility=Visibility.LINK)
            change_details(call.series, hidden, version=call.series.version, now=START)
        else:
            change_visibility(call, Visibility.LINK)

    assert len(known) == 7
    assert {client.get(address).status_code for address in known} == {404}


def known_notes(known: set[str]) -> str:
    """The notes of an item among known addresses."""
    return next(a for a in known if a.startswith("/agenda-items/") and a.endswith("/notes"))


def test_an_edition_leads_to_no_item_that_has_moved_where_only_a_link_leads(scene, writing, client):
    ola, mia, first, second, _ = scene
    with writing():
        call = db.session.merge(first)
        (item,) = on_agenda(call, ola, "Left over")
        say_of(item, mia)
        publish_agenda(call, ola)
        change_visibility(db.session.merge(second), Visibility.LINK)
    edition = f"/calls/{first.slug}/agenda/editions/1"
    known = addresses_on(client.get(edition).text)
    thread = client.get(known_notes(known)).location
    with writing():
        (sitting, *_) = sittings_of_series(db.session.merge(first).series, START)
        carrying.carry_over(first.id, now=sitting.ends_at)
        moved = items_of(second.id, {State.PARKED})
        assert [item.title for item in moved] == ["Left over"]

    assert addresses_on(client.get(edition).text) == set()
    assert [client.get(a).status_code for a in (*known, thread)] == [404, 404]
