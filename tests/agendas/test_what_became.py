"""What was proposed in the open stays readable, whatever is made of it: in the words everybody had
read, until it is published.
"""

import io
import zipfile
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from community.access import VISITOR, Viewer
from community.agendas import holdings, redacting, states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.lines import shown_to
from community.agendas.models import Item, State
from community.agendas.proposal_words import ProposalWords
from community.calls.models import Call
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.facilitation import steering
from community.facilitation.queries import opening_of
from community.marks import BAR
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from community.records import publishing
from tests.agendas.build import declined, make_evening, proposed, publish_agenda
from tests.calls.build import begin
from tests.facilitation.build import minutes, step
from tests.factories import START, make_community, make_member
from tests.letters import letters_to
from tests.notes.saying import NO_TOOL
from tests.search.looking import found

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
OLD, NEW = "An open wish", "canary of the draft"


def reworded(item: Item) -> None:
    """A facilitator finds other words for it."""
    draft = ItemDraft(title=f"Other {NEW}", body=NEW, for_people=NEW)
    writing.change(item, draft, version=item.version, now=START)


@pytest.fixture
def accepted(writing):
    """A proposal of Pia's for a call of a series, with an action of Noa's and a decision, which Ola
    has accepted and reworded.
    """
    with writing():
        make_community()
        ola, pia, noa = make_member("Ola"), make_member("Pia"), make_member("Noa")
        series = begin(ola)
        call = sittings_of_series(series, START)[0].call
        publish_agenda(call, ola)
        item = proposed(call, pia, OLD, body="For those who *wish*.")
        thread = thread_for_item(item.id, now=START)
        task = NoteText("Slides for all", NO_TOOL, Kind.ACTION, noa.id)
        note = write(thread, task, by=pia, now=START)
        write(thread, NoteText("Green it is", NO_TOOL, Kind.DECISION), by=noa, now=START)
        states.accept(item, by=ola, now=START)
        reworded(item)
    return SimpleNamespace(ola=ola, noa=noa, series=series, call=call, item=item, note=note)


def pages_of(client, scene) -> dict[str, str]:
    """What somebody reads of it, by the address."""
    slug, key = scene.call.slug, scene.item.key
    calls = ("", "/agenda", "/agenda.md", "/agenda.json", "/live", "/call.ics", "/notes")
    addresses = [
        *(f"/calls/{slug}{rest}" for rest in calls),
        *(f"/agenda-items/{key}/notes", f"/notes/{scene.note.key}", f"/report?about=item:{key}"),
        *(f"/series/{scene.series.slug}", "/calendar.ics", "/my-actions", "/search?q=wish"),
    ]
    return {one: client.get(one, follow_redirects=True).text for one in addresses}


def packed(client, scene) -> str:
    with client.get(f"/series/{scene.series.slug}/export.zip") as response:
        whole = zipfile.ZipFile(io.BytesIO(response.data))
    return "\n".join(whole.read(name).decode() for name in whole.namelist())


def test_others_go_on_reading_what_was_proposed_and_never_the_words_of_the_draft(
    accepted, client, signed_in, app, reading
):
    slug, key = accepted.call.slug, accepted.item.key
    of_noa, of_visitor = (pages_of(one, accepted) for one in (signed_in(accepted.noa), client))
    files = packed(client, accepted)
    letters = [f"{one.subject}{one.text}" for one in letters_to(app, accepted.noa.email)]
    with reading():
        looked_for = found("wish"), found("canary"), found("slides", accepted.noa)

    for pages in (of_noa, of_visitor):
        assert {address for address, page in pages.items() if NEW in page} == set()
        agenda = pages[f"/calls/{slug}/agenda"]
        assert "For those who <em>wish</em>." in agenda
        assert "Accepted, on the draft of the agenda" in agenda
        for address in (f"/agenda-items/{key}/notes", f"/notes/{accepted.note.key}"):
            assert (OLD in pages[address], "Slides for all" in pages[address]) == (True, True)
    assert OLD in of_noa[f"/report?about=item:{key}"]
    assert "Slides for all" in of_noa["/my-actions"]
    assert (OLD in files, "Slides for all" in files, NEW in files) == (True, True, False)
    assert len(letters) == 1
    assert "Pia gives you an action: " in letters[0]
    assert "Slides for all" in letters[0]
    assert NEW not in letters[0]
    assert looked_for == ([f"item: {OLD}"], [], ["note: Slides for all"])
    assert NEW in signed_in(accepted.ola).get(f"/calls/{slug}/agenda/draft").text


def test_taken_up_before_it_is_published_it_is_in_the_record(
    accepted, client, signed_in, writing, at
):
    with writing():
        call = db.session.get_one(Call, accepted.call.id)
        begins = sittings_of(call)[0].starts_at
        steering.start(call, by=accepted.ola, now=begins)
        step(call, accepted.ola, now=begins + minutes(5))
    with at(begins + minutes(6)):
        live = client.get(f"/calls/{call.slug}/live").text
        write_to = f"/agenda-items/{accepted.item.key}/notes"
        typed = {"text": "Said live", "kind": "note", "disclosure-degree": "none"}
        said = signed_in(accepted.noa).post(write_to, data=typed)
    with writing():
        call = db.session.get_one(Call, call.id)
        end = begins + minutes(90)
        steering.end(call, seen=opening_of(call).id, by=accepted.ola, now=end)
        publishing.publish(call, seen=0, by=accepted.ola, now=end)
    with at(end):
        record = client.get(f"/calls/{call.slug}/record.md").text
        agenda = client.get(f"/calls/{call.slug}/agenda").text
        files = packed(client, accepted)

    assert (OLD in live, "Slides for all" in live, NEW in live, said.status_code) == (
        True,
        True,
        False,
        303,
    )
    for words in (OLD, "For those who *wish*.", "Green it is", "Slides for all", "Said live"):
        assert words in record
    assert (NEW in record, NEW in files, "Discussed" in agenda) == (False, False, True)


def test_an_acceptance_is_undone_and_what_is_published_is_read_as_it_is(
    accepted, client, signed_in, reading, writing
):
    leads, item = signed_in(accepted.ola), f"/agenda-items/{accepted.item.key}"
    agenda = f"/calls/{accepted.call.slug}/agenda"

    def kept():
        with reading() as session:
            return session.scalars(select(ProposalWords.title)).all()

    draft = leads.get(f"{agenda}/draft").text.partition('id="proposals"')[0]
    with reading() as session:
        standing = session.get_one(Item, accepted.item.id).standing.id
    before = kept()
    undone = leads.post(f"{item}/state/withdrawal", data={"state": standing})
    as_proposal = kept()
    again = leads.post(f"{item}/acceptance")
    with writing():
        publish_agenda(db.session.get_one(Call, accepted.call.id), accepted.ola)

    assert f'action="{item}/state/withdrawal"' in draft
    assert (undone.status_code, again.status_code) == (303, 303)
    assert (before, as_proposal, kept()) == ([OLD], [], [])
    page = client.get(agenda).text
    assert (OLD in page, NEW in page, "What became of proposals" in page) == (False, True, False)


def test_what_becomes_of_it_elsewhere_reaches_what_others_read(db_session):
    ola, pia, mia = make_member("Ola"), make_member("Pia"), make_member("Mia")
    call = make_evening(ola)
    item, no = (
        proposed(call, pia, OLD, body=f"Ask @{mia.handle} of it."),
        proposed(call, pia, "Sing"),
    )
    back, off = proposed(call, pia, "Taken back"), proposed(call, pia, "Between us")
    off.is_off_record = True
    states.accept(item, by=ola, now=START)
    states.withdraw(back, by=pia, now=START)
    states.accept(off, by=ola, now=START)
    reworded(item)

    def read(who=VISITOR):
        lines = shown_to(who, call, holds=False)
        return [(line.title, line.state) for line in lines if not line.mine]

    first = read(), read(Viewer(mia))
    declined(no, ola)
    item.is_off_record = True
    hidden = read()
    item.is_off_record = False
    redacting.redact(item, "wish", why="Private.", by=Viewer(ola), now=START)
    holdings.erase(mia.person_id, START)
    (kept,) = [row for row in db_session.scalars(select(ProposalWords)) if row.item_id == item.id]
    told = kept.title, kept.body_source
    holdings.erase(pia.person_id, START)

    assert first == ([("Sing", State.PROPOSED), (OLD, State.ACCEPTED)],) * 2
    assert hidden == [("Sing", State.DECLINED)]
    assert told == (f"An open {BAR}", "Ask a former member of it.")
    assert read() == [(f"An open {BAR}", State.ACCEPTED)]
