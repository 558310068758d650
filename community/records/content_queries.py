"""Everything a record says but its own words, gathered in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from community.access import Viewer
from community.agendas.content import ItemText
from community.agendas.folding import folded_among
from community.agendas.role_queries import roles_at
from community.calls.models import Call
from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import Placeholder
from community.distance.queries import folded_by

from .attendance_queries import numbers_of
from .content import Content, Notes, Sources
from .item_queries import Items, items_on_record
from .note_queries import CALL, Threads, notes_in, notes_to_take, tasks_in, threads_of


def outline_of(call: Call, now: datetime) -> tuple[Items, Threads]:
    """The items of a record, and the threads it shows: to be known before the notes are read. Notes
    on what was neither published nor proposed are seen by facilitators alone, so they are no part
    of a record; of what moved on, what was said here is.
    """
    items = items_on_record(call, now)
    shown = [i.text.number for i in items.on_record if i.is_open and not i.moved]
    moved = [item.text.number for item in items.on_record if item.moved]
    return items, threads_of(call, shown, moved)


def content_of(call: Call, items: Items, threads: Threads, since: datetime | None) -> Content:
    """What a record shows; `since` is when it was published: what is noted later stands in its
    thread, and at the head once somebody publishes again.
    """
    return _content(call, items, threads, notes_in(threads), since)


def for_reader(content: Content, who: Viewer) -> Content:
    """The same with what is folded for who reads it. A visitor costs nothing, else one query, two
    where they keep somebody at a distance.
    """
    folded = folded_by(who)
    found = folded_among([item.text.number for item in content.items], folded)
    items = tuple(
        replace(item, text=replace(item.text, is_folded=True))
        if item.text.number in found
        else item
        for item in content.items
    )
    return replace(content, items=items, folded=folded)


def content_to_take(
    call: Call, items: Items, threads: Threads, since: datetime | None
) -> tuple[Content, dict[str, Sources]]:
    """The same with every note, and the texts of notes by their addresses."""
    notes, sources = notes_to_take(threads)
    return _content(call, items, threads, notes, since), sources


def _content(
    call: Call, items: Items, threads: Threads, notes: dict[int, Notes], since: datetime | None
) -> Content:
    decisions, actions = tasks_in(threads, call, since)
    numbers, cut = numbers_of(call), redactions_in_items(item.text for item in items.on_record)
    return Content(
        items=tuple(
            replace(
                item,
                notes=notes.get(item.text.number, Notes()),
                redactions=cut.get(item.text.number, ()),
            )
            for item in items.on_record
        ),
        off_record=items.off_record,
        notes=notes.get(CALL, Notes()),
        decisions=tuple(decisions),
        actions=tuple(actions),
        attendance=numbers.attendance,
        outcomes=numbers.outcomes,
        roles=tuple(
            (role, name)
            for role, held in roles_at(call.id).items()
            if (name := held.member.person.credited_as)
        ),
        since=since,
    )


def redactions_in_items(items: Iterable[ItemText]) -> Mapping[int, tuple[Placeholder, ...]]:
    """For which clauses words are taken out of items, by their numbers; a query where a bar stands
    in one.
    """
    texts = {one.number: f"{one.title}{one.body}{one.people}{one.business}" for one in items}
    return beside_bars(SetAside.ITEM, texts)
