"""Which items a record tells of, and whose notes stand with them."""

import pytest

from community.agendas import carrying, ordering
from community.agendas.queries import items_of
from community.calls.models import Visibility
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.facilitation import steering
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from community.records.content import Content
from community.records.content_queries import content_of, outline_of
from tests.agendas.build import on_agenda, publish_agenda
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


def test_unpublished_items_tell_no_notes_and_what_moved_on_took_its_own_along():
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
    step(first, ola, now=now)
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
