"""What is off the record is there for everybody and has words for those alone who facilitate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from community.agendas import templating
from community.agendas import writing as writing_items
from community.agendas.drafts import ItemDraft
from community.agendas.edition_queries import published_items
from community.agendas.models import ItemKind
from community.agendas.off_record import SaidOffTheRecord
from community.agendas.queries import items_of
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of
from community.db import db
from community.notes.writing import NoteText, thread_for_item, write
from tests.agendas.build import make_evening, on_agenda, proposed, publish_agenda, titles
from tests.factories import START, make_community, make_member
from tests.letters import letters_to
from tests.notes.saying import NO_TOOL

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
CANARY = "Quiet canary"


@pytest.fixture
def scene(writing, app, at):
    """A call to which Mia comes; two editions of its agenda, and a proposal, each with an item off
    the record.
    """
    with writing():
        make_community()
        ola, mia, pia = make_member("Ola"), make_member("Mia"), make_member("Pia")
        call = make_evening(ola)
        rsvps.answer(sittings_of(call)[0], mia.person, answer=Answer.GOING, now=START)
        words = ItemDraft(title=CANARY, body=CANARY, is_off_record=True, owners=(pia.id,))
        item = writing_items.add(call, words, by=ola, now=START)
        on_agenda(call, ola, "Licences")
        proposal = proposed(call, pia, CANARY)
        writing_items.change(proposal, words, version=1, now=START)
        publish_agenda(call, ola)
    return ola, mia, call, item


def republish(scene, writing, now) -> None:
    ola, _, _, item = scene
    with writing():
        again = ItemDraft(title=f"{CANARY} again", minutes=20, is_off_record=True)
        held = db.session.get_one(type(item), item.id)
        writing_items.change(held, again, version=held.version, now=START)
        publish_agenda(held.call, db.session.merge(ola), now=now)


def test_pages_tell_its_words_to_who_facilitates_alone(scene, writing, client, signed_in):
    ola, mia, call, _ = scene
    republish(scene, writing, START)
    page = f"/calls/{call.slug}"
    agenda = f"{page}/agenda"
    addresses = [page, agenda, f"{agenda}/editions/1", f"{agenda}/editions/2/changes"]

    for reader in (client, signed_in(mia)):
        texts = [reader.get(address).text for address in addresses]
        assert [CANARY in text or "Pia" in text for text in texts] == [False] * 4
        assert ["Off the record" in text for text in texts] == [True] * 4
    own = [signed_in(ola).get(address).text for address in addresses]
    assert [CANARY in text for text in own] == [True] * 4


def test_letters_tell_that_it_has_changed_and_no_word_of_it(scene, writing, app, at, post):
    _, mia, *_ = scene
    with at(START + timedelta(minutes=30)):
        assert post() > 0
    later = START + timedelta(hours=1)
    with at(later):
        republish(scene, writing, later)
        (letter,) = letters_to(app, mia.email)

    assert "- Changed: Off the record" in letter.text
    assert CANARY not in f"{letter.subject}{letter.text}{letter.html}"


def test_what_went_off_the_record_later_is_read_in_no_older_edition(
    writing, client, signed_in, scene
):
    ola, mia, call, _ = scene
    with writing():
        known = db.session.merge(call)
        item = on_agenda(known, ola, "Zebra canary")[0]
        publish_agenda(known, ola)
        closed = replace(writing_items.draft_of(item), is_off_record=True)
        writing_items.change(item, closed, version=item.version, now=START)
    page = f"/calls/{call.slug}/agenda/editions"
    while_it_is_a_draft = client.get(f"{page}/2").text
    with writing():
        publish_agenda(db.session.merge(call), db.session.merge(ola))

    older = [reader.get(f"{page}/2").text for reader in (client, signed_in(mia), signed_in(ola))]

    assert "Zebra canary" in while_it_is_a_draft
    assert ["Zebra canary" in text for text in older] == [False, False, True]
    assert "Zebra canary" not in client.get(f"{page}/3/changes").text


def test_what_was_said_off_the_record_never_comes_onto_it(scene, writing, signed_in, client):
    ola, mia, _, item = scene
    with writing():
        told = say_on(db.session.get_one(type(item), item.id), db.session.merge(ola), "Between us.")
    facilitator, page = signed_in(ola), f"/agenda-items/{item.key}"
    held = facilitator.get(f"{page}/edit").text
    version = held.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    form = {"title": CANARY, "kind": "discuss", "minutes": "5", "body": CANARY, "version": version}

    refused = facilitator.post(f"{page}/words", data=form)

    assert (refused.status_code, "was said off the record, and stays so" in refused.text) == (
        409,
        True,
    )
    assert facilitator.post(f"{page}/words", data=form | {"is_off_record": "y"}).status_code == 303
    for reader in (client, signed_in(mia)):
        assert reader.get(f"/notes/{told.key}").status_code == 404


@pytest.mark.usefixtures("db_session")
def test_what_is_said_until_an_item_is_published_on_the_record_keeps_it_off():
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    words = ItemDraft(title="Pay", is_off_record=True)
    quiet, other = (writing_items.add(call, words, by=ola, now=START) for _ in range(2))
    publish_agenda(call, ola)
    for item in (quiet, other):
        opened = replace(words, is_off_record=False)
        writing_items.change(item, opened, version=item.version, now=START)
    say_on(quiet, ola, "Still between us.")

    with pytest.raises(SaidOffTheRecord, match="“Pay” was said off"):
        publish_agenda(call, ola)
    writing_items.change(quiet, words, version=quiet.version, now=START)
    edition = publish_agenda(call, ola)
    assert [text.is_off_record for text in published_items([edition.id])[edition.id]] == [
        True,
        False,
    ]


def say_on(item, by, text):
    """A note on an item."""
    thread = thread_for_item(item.id, now=START)
    return write(thread, NoteText(text, NO_TOOL), by=by, now=START)


def test_not_a_word_off_the_record_is_in_a_template_or_in_what_others_copy(db_session):
    ola, fay = make_member("Ola"), make_member("Fay")
    call, copy, own = make_evening(ola), make_evening(fay), make_evening(ola)
    secret = {"body": "Secret", "is_off_record": True, "kind": ItemKind.DECIDE, "minutes": 7}
    on_agenda(call, ola, "Between us", for_people="Secret", **secret)
    publish_agenda(call, ola)

    templating.keep(call, name="Ours", about="", by=ola, now=START)
    (kept,) = templating.own()
    templating.copy_agenda(call, copy, by=fay, now=START)
    templating.copy_agenda(call, own, by=ola, now=START)

    silent = ItemDraft(title="Off the record", minutes=7, is_off_record=True)
    assert kept.items == (silent,)
    assert [writing_items.draft_of(item) for item in items_of(copy.id)] == [silent]
    assert titles(own) == ["Between us"]  # whoever copies it holds both
