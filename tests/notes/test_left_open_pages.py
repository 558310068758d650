"""The pages of a call show what the one before has left open, and are new when that changes."""

import pytest

from community.agendas import carrying as agendas_carrying
from community.calls.queries import sittings_of_series
from community.db import db
from community.notes import editing
from community.notes.models import Kind, Note
from community.records.models import Publication
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say

pytestmark = pytest.mark.engines("sqlite")
WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


@pytest.fixture
def left(writing):
    """Two weekly calls of Ola's; at the first Mia took something on, and it has ended."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        first, second = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
        note = say(first, ola, "Book the room.", kind=Kind.ACTION, owner=mia)
        agendas_carrying.carry_over(first.id, now=START)
    return ola, mia, second, note


def test_who_may_act_on_it_is_offered_to_and_the_others_read(left, client, signed_in):
    ola, mia, call, note = left
    readers = {"visitor": client, "mia": signed_in(mia), "ola": signed_in(ola)}
    off = f"/calls/{call.slug}/left-open/{note.key}/withdrawal"
    done = f"/notes/{note.key}/completion"

    pages = {name: reader.get(f"/calls/{call.slug}").text for name, reader in readers.items()}
    others = [f"/calls/{call.slug}/{page}" for page in ("live", "agenda", "agenda/draft")]
    more = [readers["ola"].get(address).text for address in others]
    agenda = client.get(others[1]).text

    assert all("Left open last time" in page for page in (*pages.values(), *more, agenda))
    assert (done in more[1], done in agenda, off in more[1]) == (True, False, False)
    assert all(f'href="/notes/{note.key}"' in page for page in pages.values())
    assert {n: (done in page, off in page) for n, page in pages.items()} == {
        "visitor": (False, False),
        "mia": (True, False),
        "ola": (True, True),
    }
    answer = readers["ola"].post(off, follow_redirects=True)
    assert "Book the room" not in answer.text
    assert "no longer on the list" in answer.text


def test_what_is_kept_of_a_page_is_new_once_an_action_is_reworded(left, client, signed_in, writing):
    ola, mia, call, note = left
    addresses = [f"/calls/{call.slug}", f"/calls/{call.slug}/live"]
    reader = signed_in(mia)
    tag = reader.get(addresses[1]).headers["ETag"]
    before = [client.get(address).text for address in addresses]

    with writing():
        known = db.session.get_one(Note, note.id)
        editing.change(known, "Book the hall.", base=1, said=NO_TOOL, by=ola, now=START)

    assert reader.get(addresses[1], headers={"If-None-Match": tag}).status_code == 200
    after = [client.get(address).text for address in addresses]
    assert ["Book the hall." in page for page in before + after] == [False, False, True, True]


def test_the_record_says_what_its_call_began_with(left, client, writing):
    ola, _, call, note = left
    with writing():
        db.session.add(Publication(call_id=call.id, by_id=ola.id, at=START))

    page, words, file = (client.get(f"/calls/{call.slug}/record{e}") for e in ("", ".md", ".json"))

    assert page.text.index("Left open last time") < page.text.index("Book the room.")
    assert "Mark as done" not in page.text
    left = file.json["left open last time"]
    (one,) = left["actions"]
    assert left["more"] == 0
    told = ("text", "owner", "call", "times", "done")
    assert [one[name] for name in told] == ["Book the room.", "Mia", call.title, 1, False]
    assert one["page"].endswith(f"/notes/{note.key}")
    assert f"- **Action**, from {call.title}, 2026-01-20\n  <{one['page']}>\n\n" in words.text
    assert "  Book the room.\n\n  Mia, open.\n" in words.text
