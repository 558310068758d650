"""Editions: frozen, numbered, told once to who comes, and in every calendar."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from community.agendas import ordering, publishing, writing
from community.agendas.audience import number_to_tell
from community.agendas.drafts import ItemDraft
from community.agendas.edition_queries import edition_of, editions_of, text_of
from community.agendas.publishing import NothingToPublish
from community.agendas.queries import version_of
from community.agendas.versions import ChangedMeanwhile
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of
from community.db import db
from community.disclosures.wording import Degree, Said
from community.outbox import choices
from community.outbox.models import Group, Letter
from tests.agendas.build import make_evening, on_agenda
from tests.factories import START, make_community, make_member
from tests.letters import letters_to

LATER = START + timedelta(minutes=30)
AFTERWARDS = START + timedelta(days=100)


def publish(call, by, *, now=START, note="", said=None):
    return publishing.publish(call, version=version_of(call), note=note, said=said, by=by, now=now)


def test_an_edition_stays_as_it_was_whatever_becomes_of_the_draft(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    first, second = on_agenda(call, ola, "First", "Second", body="*Words*", owners=(mia.id,))

    publish(call, ola, note="Both.", said=Said(Degree.WORDING))
    draft = ItemDraft(title="Changed", body="Others", owners=())
    writing.change(first, draft, version=first.version, now=START)
    ordering.move(second, -1, now=START)

    text = text_of(edition_of(call.id, 1))
    assert [(i.title, i.body_html, i.leaders) for i in text.items] == [
        ("First", "<p><em>Words</em></p>\n", ("Mia",)),
        ("Second", "<p><em>Words</em></p>\n", ("Mia",)),
    ]
    assert (text.note, text.minutes, text.planned, text.by) == ("Both.", 60, 20, "Ola")
    assert text.disclosure == "Wording helped by a tool."
    publish(call, ola)
    assert [e.number for e in editions_of(call.id)] == [2, 1]
    assert [i.title for i in text_of(edition_of(call.id, 2)).items] == ["Second", "Changed"]


def test_what_nobody_has_looked_at_is_not_published(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    on_agenda(call, ola, "First")
    seen = version_of(call)
    on_agenda(call, ola, "Second")

    with pytest.raises(ChangedMeanwhile):
        publishing.publish(call, version=seen, said=None, by=ola, now=START)


def test_nothing_and_the_same_are_not_published_and_nothing_once_it_is_over(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    with pytest.raises(NothingToPublish):
        publish(call, ola)
    on_agenda(call, ola, "First")
    publish(call, ola)
    with pytest.raises(NothingToPublish):
        publish(call, ola)
    on_agenda(call, ola, "Second")
    with pytest.raises(NothingToPublish):
        publish(call, ola, now=AFTERWARDS)


def test_nobody_looks_for_the_words_that_differ_while_the_agenda_is_held(db_session, monkeypatch):
    def too_long(*_texts):
        raise AssertionError

    monkeypatch.setattr("community.agendas.comparing.words", too_long)
    ola = make_member("Ola")
    call = make_evening(ola)
    [item] = on_agenda(call, ola, "First", body="Some words.")
    publish(call, ola)
    with pytest.raises(NothingToPublish):
        publish(call, ola)
    better = replace(writing.draft_of(item), body="Other words.")
    writing.change(item, better, version=item.version, now=LATER)

    assert publish(call, ola, now=LATER).number == 2


@pytest.fixture
def scene(writing):
    """A call with one item on its draft; Gus is going, Max may, Una cannot, Wim wants no letter."""
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola, title="Supper")
        on_agenda(call, ola, "Licences", minutes=25)
        people = {name: make_member(name) for name in ("Gus", "Max", "Una", "Wim")}
        answers = (Answer.GOING, Answer.MAYBE, Answer.CANNOT, Answer.GOING)
        (sitting,) = sittings_of(call)
        for member, answer in zip(people.values(), answers, strict=True):
            rsvps.answer(sitting, member.person, answer=answer, now=START)
        choices.choose(people["Wim"].person_id, Group.AGENDAS, is_wanted=False, now=START)
    return ola, call, people


def told(app, people) -> dict[str, list[str]]:
    return {name: [one.subject for one in letters_to(app, m.email)] for name, m in people.items()}


@pytest.mark.engines("sqlite")
def test_who_goes_or_may_gets_one_letter_and_then_what_changed(scene, writing, at, app, post):
    ola, call, people = scene
    with at(START), writing():
        assert number_to_tell(call.id, START) == 2
        publish(db.session.merge(call), ola)
        on_agenda(call, ola, "Events")
        publish(db.session.merge(call), ola, now=START + timedelta(minutes=1))
    with at(START):
        assert told(app, people) == {
            "Gus": ["The agenda of Supper"],
            "Max": ["The agenda of Supper"],
            "Una": [],
            "Wim": [],
        }
    with at(LATER):
        assert post() == 2
    with at(LATER + timedelta(hours=1)), writing():
        on_agenda(call, ola, "Thanks")
        publish(db.session.merge(call), ola, now=LATER + timedelta(hours=1), note="We say thanks.")
    with at(LATER + timedelta(hours=2)):
        (letter,) = letters_to(app, people["Gus"].email)
    assert letter.subject == "What changed on the agenda of Supper"
    assert "We say thanks." in letter.text
    assert "- New: Thanks" in letter.text
    assert "New: Events" not in letter.text
    assert "1. Licences (25 min, discuss)" in letter.text
    assert "This call is not recorded. Ask before you bring" in letter.text


@pytest.mark.engines("sqlite")
def test_no_letter_goes_once_the_call_has_begun_or_is_off(scene, writing, app, at):
    ola, call, people = scene
    with writing():
        publish(db.session.merge(call), ola)
        starts = sittings_of(call)[0].starts_at
    with at(starts):
        assert letters_to(app, people["Gus"].email) == []


@pytest.mark.engines("sqlite")
def test_every_calendar_carries_what_is_published_and_says_it_has_changed(
    scene, writing, client, at
):
    ola, call, _ = scene
    address = f"/calls/{call.slug}/call.ics"
    with at(START):
        before = client.get(address)
        assert "Licences" not in before.text
        with writing():
            publish(db.session.merge(call), ola, now=START + timedelta(minutes=1))
    with at(LATER):
        after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
        whole = client.get("/calendar.ics").data

    for data in (after.data, whole):
        (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        words = "Agenda (edition 1):\n1. Licences (25 min\\, discuss)".replace("\\", "")
        assert words in event["DESCRIPTION"]
        assert event["LAST-MODIFIED"].dt == START + timedelta(minutes=1)
    assert after.status_code == 200


@pytest.mark.engines("sqlite")
def test_an_edition_owes_no_letter_twice(scene, writing, reading):
    ola, call, _ = scene
    with writing():
        publish(db.session.merge(call), ola)
        on_agenda(call, ola, "Events")
        publish(db.session.merge(call), ola)
    with reading():
        kinds = db.session.scalars(select(Letter.kind).where(Letter.kind == "agenda_published"))
        assert len(kinds.all()) == 3
