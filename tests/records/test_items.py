"""Which items a record tells of, and whose notes stand with them."""

from datetime import timedelta

import pytest

from community.agendas import carrying, ordering, states
from community.agendas.queries import items_of
from community.calls.models import Visibility
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Degree, Said, Tool
from community.facilitation import steering
from community.notes import removing, sorting
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from community.records.content import Content
from community.records.content_queries import content_of, content_to_take, outline_of
from tests.agendas.build import make_evening, on_agenda, proposed, publish_agenda
from tests.calls.build import begin, times
from tests.facilitation.build import opened, step
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL
from tests.records.build import on_item

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def _item(call, title):
    return next(item for item in items_of(call.id) if item.title == title)


def content(call, now) -> Content:
    return content_of(call, *outline_of(call, now), None)


def test_unpublished_items_tell_no_notes_and_of_what_moved_on_what_was_said_here():
    make_community()
    ola = make_member("Ola")
    series = begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20"))
    first, second = (sitting.call for sitting in sittings_of_series(series, START))
    second.own_visibility = Visibility.MEMBERS
    on_agenda(first, ola, "Published", "Left over")
    publish_agenda(first, ola)
    (drafted,) = on_agenda(first, ola, "Only drafted")
    ordering.move(drafted, -1, now=START)
    for title in ("Published", "Left over", "Only drafted"):
        on_item(first, title, ola, f"Note on {title}", now=START)
    decided = thread_for_item(_item(first, "Left over").id, now=START)
    write(decided, NoteText("We wait.", NO_TOOL, kind=Kind.DECISION), by=ola, now=START)
    now = sittings_of(first)[0].starts_at
    steering.start(first, by=ola, now=now)
    step(first, ola, now=now + timedelta(minutes=5))
    now += timedelta(minutes=10)
    steering.end(first, seen=opened(first).id, by=ola, now=now)
    carrying.carry_over(first.id, now=now)

    found = content(first, now)

    assert [(i.text.title, i.moved, i.was_discussed, i.notes.total) for i in found.items] == [
        ("Published", False, True, 1),
        ("Left over", True, False, 0),
        ("Only drafted", False, True, 0),
    ]
    assert found.decisions == ()  # who reads this record may not see the call it moved to
    second.own_visibility = Visibility.PUBLIC
    db.session.flush()
    assert [line.text_html for line in content(first, now).decisions] == ["<p>We wait.</p>\n"]
    assert content(second, now).decisions == ()
    assert_it_tells_what_was_said_here(first, second, ola, now)


def assert_it_tells_what_was_said_here(first, second, ola, now) -> None:
    """What is noted on an item that moved on is told by the record of the other call."""
    later = now + timedelta(days=1)
    number = _item(second, "Left over").id
    asked = NoteText("Ask them.", NO_TOOL, kind=Kind.ACTION)
    write(thread_for_item(number, now=now), asked, by=ola, now=later)
    left = next(item for item in content(first, later).items if item.moved)
    assert [line.text_html for line in left.notes.lines] == [
        "<p>Note on Left over</p>\n",
        "<p>We wait.</p>\n",
    ]
    assert (left.notes.total, left.notes.key is None) == (2, False)
    assert content(first, later).actions == ()
    taken, _ = content_to_take(first, *outline_of(first, later), None)
    assert [item.notes.total for item in taken.items] == [1, 2, 0]


def test_an_item_that_was_spoken_about_stays_though_nobody_began_the_call():
    make_community()
    ola = make_member("Ola")
    first, second = (
        sitting.call
        for sitting in sittings_of_series(
            begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20")), START
        )
    )
    on_agenda(first, ola, "Spoken about", "Only before", "Taken out")
    publish_agenda(first, ola)
    (sitting,) = sittings_of(first)
    on_item(first, "Only before", ola, "My thoughts.", now=START)
    regretted = on_item(first, "Taken out", ola, "Oh.", now=sitting.starts_at)
    removing.remove(regretted, by=ola, now=sitting.starts_at)
    on_item(first, "Spoken about", ola, "We agree.", now=sitting.starts_at)

    carrying.carry_over(first.id, now=sitting.ends_at)

    assert {item.title for item in items_of(second.id)} == {"Only before", "Taken out"}
    told = {item.text.title: item for item in content(first, sitting.ends_at).items}
    assert (told["Spoken about"].was_discussed, told["Spoken about"].moved) == (True, False)
    assert [item.notes.total for item in told.values()] == [1, 1, 1]


def test_what_was_published_off_the_record_is_not_told_though_no_edition_has_it_now():
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    (secret,) = on_agenda(call, ola, "Between us", is_off_record=True)
    publish_agenda(call, ola)
    states.park(secret, by=ola, now=START)
    on_agenda(call, ola, "Open")
    publish_agenda(call, ola)  # without it
    states.accept(secret, by=ola, now=START)
    secret.is_off_record = False
    now = sittings_of(call)[0].starts_at
    on_item(call, "Between us", ola, "Our secret", now=now)
    steering.start(call, by=ola, now=now)
    step(call, ola, now=now + timedelta(minutes=5))
    now += timedelta(minutes=10)
    steering.end(call, seen=opened(call).id, by=ola, now=now)

    found = content(call, now)

    assert [item.text.title for item in found.items] == ["Open"]
    assert found.off_record == 1


def test_what_was_proposed_and_spoken_about_says_what_tools_had_a_part_in_it():
    make_community()
    ola, pia = make_member("Ola"), make_member("Pia")
    call = make_evening(ola)
    item = proposed(call, pia, "A choir", body="We *sing*.")
    said = disclose(Said(Degree.SOME, tools=(Tool("Some Model"),)), by=pia.person, now=START)
    item.disclosure_id = said.id
    states.accept(item, by=ola, now=START)
    now = sittings_of(call)[0].starts_at
    steering.start(call, by=ola, now=now)

    (told,) = [one.text for one in content(call, now + timedelta(minutes=5)).items]

    assert (told.title, told.body) == ("A choir", "We *sing*.")
    assert "Some Model" in told.disclosure
    assert told.assisted_by == ("Assisted-by: Some Model (some parts)",)


def test_a_decision_that_is_noted_after_publication_waits_for_the_next_one():
    make_community()
    ola, noa = make_member("Ola"), make_member("Noa")
    call = make_evening(ola)
    on_agenda(call, ola, "Fees")
    publish_agenda(call, ola)
    thread = thread_for_item(_item(call, "Fees").id, now=START)
    write(thread, NoteText("We keep them.", NO_TOOL, kind=Kind.DECISION), by=ola, now=START)
    said = write(thread, NoteText("We double them.", NO_TOOL), by=noa, now=START)
    again = write(thread, NoteText("Not so.", NO_TOOL, kind=Kind.DECISION), by=noa, now=START)
    sorting.sort(again, Kind.NOTE, by=noa, now=START)
    later = START + timedelta(days=200)
    write(thread, NoteText("We abolish them.", NO_TOOL, kind=Kind.DECISION), by=noa, now=later)
    for note, kind in ((said, Kind.DECISION), (again, Kind.DECISION)):
        sorting.sort(note, kind, by=noa, now=later)

    parts = outline_of(call, later)
    before, after = content_of(call, *parts, START), content_of(call, *parts, later)

    assert [line.text_html for line in before.decisions] == ["<p>We keep them.</p>\n"]
    assert (before.items[0].notes.total, len(after.decisions)) == (4, 4)
