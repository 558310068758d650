"""Notes off the record are read by those who were there, who holds the call and who wrote them."""

import pytest

from community.access import Viewer
from community.db import db
from community.facilitation import being_here, steering
from community.facilitation.models import Opening, Presence, Spell
from community.notes import writing as noting
from community.notes.models import Kind, Note
from community.notes.policies import may_see_note
from community.notes.sight_queries import kept_back
from community.notes.task_queries import open_for, texts_for
from community.notes.telling_queries import heard_by
from community.notes.writing import NoteText
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.facilitation.build import EVENING, address, minutes, step
from tests.factories import make_community, make_member
from tests.notes.saying import NO_TOOL

SECRET = "Zebra canary"
FORM = {"text": "A word.", "kind": "note", "disclosure-degree": "none", "back": "live"}


@pytest.fixture
def between(writing):
    """A call in which an item off the record was spoken about: Ola leads it, Pia was there by name,
    Lea came when it was over, Noa without a name. Each of them is to do something.
    """
    with writing():
        make_community()
        people = {name: make_member(name) for name in ("Ola", "Pia", "Lea", "Noa")}
        ola = people["Ola"]
        call = make_evening(ola)
        [secret] = on_agenda(call, ola, "Between us", is_off_record=True)
        on_agenda(call, ola, "Open")
        publish_agenda(call, ola, now=EVENING)
        steering.start(call, by=ola, now=EVENING)
        being_here.come(call, shows_name=True, by=people["Pia"], now=EVENING)
        being_here.come(call, shows_name=False, by=people["Noa"], now=EVENING)
        thread = noting.thread_for_item(secret.id, now=EVENING)
        note = _say(thread, ola, SECRET, people["Pia"])
        for name in ("Lea", "Noa", "Ola"):
            _say(thread, ola, f"{SECRET} for {name}", people[name], above=note)
        step(call, ola, now=EVENING + minutes(5))
        being_here.come(call, shows_name=True, by=people["Lea"], now=EVENING + minutes(6))
    return call, secret, note, people


def _say(thread, by, text, owner, above=None) -> Note:
    given = NoteText(f"{text} @{owner.handle}", NO_TOOL, Kind.ACTION, owner.id)
    return noting.write(thread, given, parent=above, by=by, now=EVENING)


def test_the_thread_is_read_by_who_was_there_and_who_holds_the_call(between, signed_in, client):
    _, item, note, people = between
    pages = [f"/threads/{note.thread.key}", f"/notes/{note.key}/revisions"]
    pages += [f"/agenda-items/{item.key}/notes", f"/notes/{note.key}/answers/new"]
    readers = {name: signed_in(member) for name, member in people.items()}

    def told(reader) -> set[int]:
        answers = [reader.get(page, follow_redirects=True) for page in pages]
        return {answer.status_code for answer in answers}

    assert {name: told(reader) for name, reader in readers.items()} == {
        "Ola": {200},
        "Pia": {200},
        "Lea": {404},
        "Noa": {404},
    }
    assert 200 not in {client.get(page).status_code for page in pages}
    assert SECRET in readers["Pia"].get(pages[0]).text


def test_it_is_listed_to_do_for_who_may_read_it(between, reading):
    _, _, _, people = between
    with reading():
        found = {name: len(open_for(member)) for name, member in people.items()}
        texts = {name: list(texts_for(member.id).values()) for name, member in people.items()}

    assert found == {"Ola": 1, "Pia": 1, "Lea": 0, "Noa": 0}
    assert texts["Noa"] == texts["Lea"] == []
    assert SECRET in texts["Pia"][0]


def test_the_page_of_the_call_takes_notes_of_those_who_are_here(between, signed_in, client, at):
    call, item, _, people = between
    with at(EVENING + minutes(7)):
        pages = {n: signed_in(m).get(address(call)).text for n, m in people.items()}
        visitor = client.get(address(call)).text
    link = f"/agenda-items/{item.key}/notes"

    assert {name: link in page for name, page in pages.items()} == {
        "Ola": True,
        "Pia": True,
        "Lea": False,
        "Noa": False,
    }
    assert link not in visitor
    assert SECRET not in visitor + "".join(pages.values())


def test_while_it_is_spoken_about_who_is_here_writes_of_it(between, signed_in, writing, at):
    call, item, note, people = between
    with writing():
        step(db.session.merge(call), people["Ola"], steering.Step.BACK, now=EVENING + minutes(8))
    with at(EVENING + minutes(9)):
        lea, noa = signed_in(people["Lea"]), signed_in(people["Noa"])
        here, away = lea.get(address(call)).text, noa.get(address(call)).text
        sent = lea.post(f"/agenda-items/{item.key}/notes", data=FORM)
        refused = noa.post(f"/agenda-items/{item.key}/notes", data=FORM)

        lea.post(f"/notes/{note.key}/answers", data=FORM | {"text": "Over it"})
        facilitator = signed_in(people["Ola"]).get(address(call)).text

    assert (SECRET in here, SECRET in away) == (False, False)  # it was said before she came
    assert ("when you were not here by name" in here, "say who you are" in away) == (True, True)
    assert ('id="write"' in here, 'id="write"' in away) == (True, False)
    assert ("Reading along: Pia, Lea." in facilitator, "Reading along:" in here) == (True, False)
    assert (sent.status_code, refused.status_code) == (303, 404)


def test_what_was_published_off_the_record_stays_so_though_the_draft_opens_it(
    between, signed_in, writing, at
):
    call, item, _, people = between
    with writing():
        step(db.session.merge(call), people["Ola"], steering.Step.BACK, now=EVENING + minutes(8))
        db.session.merge(item).is_off_record = False
    with at(EVENING + minutes(9)):
        page = signed_in(people["Ola"]).get(address(call)).text

    assert "Reading along: Pia, Lea." in page
    assert "This item is off the record: what is said now stays" in page


def test_who_wrote_something_reads_that_and_no_more(between, signed_in, writing):
    _, _, note, people = between
    with writing():
        thread = db.session.merge(note).thread
        own = _say(thread, people["Noa"], "Mine before it was off the record", people["Noa"])
    noa = signed_in(people["Noa"])

    page = noa.get(f"/notes/{own.key}", follow_redirects=True)

    assert (page.status_code, "Mine before" in page.text) == (200, True)
    assert SECRET not in page.text
    assert noa.get(f"/threads/{note.thread.key}").status_code == 404


def test_letters_tell_of_it_to_who_may_read_it_alone(between, reading):
    _, _, _, people = between
    with reading():
        for name, sees in (("Noa", False), ("Pia", True)):
            heard = heard_by(people[name], EVENING - minutes(60))
            assert heard
            assert {may_see_note(Viewer(people[name]), one.note) for one in heard} == {sees}


def test_who_came_after_it_began_reads_what_is_said_from_then_on(
    between, signed_in, writing, reading, at
):
    call, _, note, people = between
    lea = signed_in(people["Lea"])
    with writing():
        ola, call = people["Ola"], db.session.merge(call)
        step(call, ola, steering.Step.BACK, now=EVENING + minutes(8))
        thread = db.session.merge(note).thread
        given = NoteText(f"Later words @{people['Lea'].handle}", NO_TOOL)
        later = noting.write(thread, given, by=ola, now=EVENING + minutes(9))
    with at(EVENING + minutes(10)):
        page = lea.get(f"/threads/{thread.key}").text
        doors = ("", "/revisions", "/answers/new", "/completion")
        earlier = [lea.get(f"/notes/{note.key}{door}").status_code for door in doors]
        own = lea.get(f"/notes/{later.key}/revisions").status_code
        as_pia = signed_in(people["Pia"]).get(f"/threads/{thread.key}").text
        lea.post(address(call, "/presence"), data={})  # without her name from now on
        nameless = lea.get(f"/threads/{thread.key}").status_code

    assert ("Later words" in page, SECRET in page) == (True, False)
    assert (set(earlier), own, nameless) == ({404}, 200, 404)
    assert (SECRET in as_pia, "from when you" in as_pia) == (True, False)
    with reading():
        assert len(open_for(people["Lea"])) == 0


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("is_carried", [False, True], ids=["a later sitting", "carried"])
def test_what_is_said_at_another_sitting_stays_with_those_who_are_there_then(is_carried):
    make_community()
    people = {name: make_member(name) for name in ("Ola", "Mia", "Eve", "Pia")}
    ola, mia, eve, pia = people.values()
    call, next_call = make_evening(ola), make_evening(ola, title="The next")
    [item] = on_agenda(call, ola, "Between us", is_off_record=True)
    thread = noting.thread_for_item(item.id, now=EVENING)

    def hold(held, by, at, *there) -> None:
        """An hour with the item as the current one for its first half, from `at` on."""
        begins = EVENING + minutes(at)
        opening = Opening(call_id=held.id, by_id=by.id, at=begins, ended_at=begins + minutes(60))
        db.session.add(opening)
        db.session.flush()
        spent = {"at": begins + minutes(5), "ended_at": begins + minutes(30)}
        db.session.add(Spell(opening_id=opening.id, item_id=item.id, by_id=by.id, **spent))
        for number, one in enumerate(there):
            came = begins + minutes(1 + 9 * number)
            here = Presence(member_id=one.id, opening_id=opening.id, at=came, named_at=came)
            db.session.add(here)
        db.session.flush()

    hold(call, ola, 0, mia)
    hold(next_call if is_carried else call, ola, 600, eve, pia)
    instants = {"ahead": -60, "first": 10, "after": 300, "early": 600.5, "second": 606, "late": 900}
    notes = {
        when: noting.write(thread, NoteText(when, NO_TOOL), by=ola, now=EVENING + minutes(instant))
        for when, instant in instants.items()
    }

    def read_by(member) -> set[str]:
        return {when for when, note in notes.items() if may_see_note(Viewer(member), note)}

    assert read_by(ola) == set(instants)
    assert read_by(mia) == {"ahead", "first", "after"}
    assert read_by(eve) == {"second", "late"}
    assert read_by(pia) == {"late"}
    kept = kept_back(thread.id, item.id, mia.id)
    assert kept == {notes[when].key for when in ("early", "second", "late")}
