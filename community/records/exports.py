"""A published record as Markdown and as data. Pure; what is off the record is not in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.agendas.content import KIND_WORDS
from community.agendas.exports import LICENCE, closed
from community.conduct.clause_texts import clause_data, clause_lines
from community.conduct.state_queries import Placeholder
from community.ledger.queries import Listed
from community.notes.exports import follows_data, follows_words, open_words
from community.notes.line_queries import NoteLine

from .content import Content, Notes, RecordItem, Sources
from .export_people import labour_lines, outcome_lines, people_lines, plain
from .left_exports import Left, left_data, left_lines, task_data, task_words

_TAKEN_OUT = "*A note was here. It was taken out.*"


@dataclass(frozen=True, slots=True)
class Taken:
    """A record as it is taken along: what stands at its head, and what it says. `notes_at` is the
    address of notes, to which the key of one is added, and `code_at` of versions of the code;
    `sources` are the texts of notes by these keys, `redactions` for which clauses words are taken
    out of its own.
    """

    title: str
    page: str
    notes_at: str
    code_at: str
    redactions: Sequence[Placeholder]
    times: tuple[tuple[datetime, datetime], ...]
    facilitators: tuple[str, ...]
    published: datetime
    summary: str
    assisted_by: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]
    left: Left
    content: Content
    sources: Mapping[str, Sources]
    decisions_open: datetime | None = None
    labour: tuple[Listed, ...] = ()
    looked_back: tuple[tuple[str, str], ...] = ()


def as_markdown(record: Taken) -> str:
    """The record as a text; instants are in UTC."""
    return "\n".join([*_lines(record), f"{LICENCE}, with credit to the people who wrote it.", ""])


def as_data(record: Taken) -> dict[str, Any]:
    """The record as values for JSON; instants are ISO 8601 in UTC."""
    content = record.content
    return {
        "call": {
            "title": record.title,
            "page": record.page,
            "times": [{"starts": a.isoformat(), "ends": b.isoformat()} for a, b in record.times],
            "facilitators": list(record.facilitators),
        },
        **clause_data(record.redactions, record.code_at),
        "published": record.published.isoformat(),
        "summary": record.summary,
        "assisted by": list(record.assisted_by),
        "links": [
            {"kind": kind, "title": title, "url": url or None} for kind, title, url in record.links
        ],
        "decisions": [_note_data(record, line) for line in content.decisions],
        "decisions open until": record.decisions_open and record.decisions_open.isoformat(),
        "actions": [_note_data(record, line) for line in content.actions],
        "left open last time": left_data(record.left),
        "items": [_item_data(record, item) for item in content.items],
        "off the record": content.off_record,
        "notes": [_note_data(record, line) for line in content.notes.lines],
        "attendance": {
            "count": content.attendance.count,
            "named": list(content.attendance.names),
        },
        "corrections": {
            "made": content.outcomes.corrected,
            "left as it is": content.outcomes.left_as_is,
        },
        "labour": [
            {"what": one.what or one.kind.value, "credited to": one.name, "minutes": one.minutes}
            for one in record.labour
        ],
        "looking back": [{"worked": a, "differently": b} for a, b in record.looked_back],
        "roles": [{"role": role.value, "name": name} for role, name in content.roles],
        "licence": LICENCE,
    }


def _lines(record: Taken) -> Iterator[str]:
    yield from (f"# {plain(record.title)}", "")
    for starts, ends in record.times:
        yield f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M} UTC"
    if record.facilitators:
        yield f"Facilitated by {plain(', '.join(record.facilitators))}"
    yield from ("", f"<{record.page}>", *clause_lines(record.redactions, record.code_at), "")
    yield from (f"Record, published {record.published:%Y-%m-%d %H:%M} UTC.", "")
    yield from outcome_lines(record.content)
    if record.summary:
        yield from (*closed(record.summary), "", *record.assisted_by)
        yield from [""] if record.assisted_by else []
    yield from _links(record)
    for heading, lines in (
        ("Decisions", record.content.decisions),
        ("Actions", record.content.actions),
    ):
        if lines:
            yield from (f"## {heading}", "")
            if record.decisions_open and heading == "Decisions":
                yield from (open_words(record.decisions_open), "")
            for line in lines:
                yield from _note(record, line, is_flat=True)
    yield from left_lines(record.left)
    yield from _items(record)
    if record.content.notes.lines:
        yield from ("## Notes on the call", "")
        yield from _thread(record, record.content.notes)
    yield from people_lines(record.content)
    yield from labour_lines(record.labour, record.looked_back)


def _links(record: Taken) -> Iterator[str]:
    if record.links:
        yield from ("## Links", "")
        for kind, title, url in record.links:
            yield f"- {kind.capitalize()}: {plain(title)}" + (f" <{url}>" if url else "")
        yield ""


def _items(record: Taken) -> Iterator[str]:
    content = record.content
    if content.items or content.off_record:
        yield from ("## Agenda", "")
    for place, item in enumerate(content.items, start=1):
        yield from (f"### {place}. {plain(item.text.title)}", "", _facts(item), "")
        sides = (("For people", item.text.people), ("For the business", item.text.business))
        for heading, text in (("", item.text.body), *(sides if item.text.decides else ())):
            if text:
                yield from [f"#### {heading}", ""] if heading else []
                yield from (*closed(text), "")
        yield from (*item.text.assisted_by, "") if item.text.assisted_by else ()
        if item.redactions:
            yield from (*clause_lines(item.redactions, record.code_at)[1:], "")
        yield from _thread(record, item.notes)
    if content.off_record:
        yield from (off_record_words(content.off_record), "")


def _facts(item: RecordItem) -> str:
    led = f", led by {plain(', '.join(item.text.leaders))}" if item.text.leaders else ""
    used = f", {item.used} minutes were used" if item.used else ""
    is_left = item.used is not None and not item.was_discussed
    end = ", moved on to another call" if item.moved else ", not reached" if is_left else ""
    return f"{KIND_WORDS[item.text.kind].capitalize()}, {item.text.minutes} minutes{led}{used}{end}"


def _thread(record: Taken, notes: Notes) -> Iterator[str]:
    for line in notes.lines:
        yield from _note(record, line)


def _note(record: Taken, line: NoteLine, *, is_flat: bool = False) -> Iterator[str]:
    """A note as an item of a list, its answers further in."""
    indent = "" if is_flat else "  " * line.depth
    later = ", after publication" if record.content.is_later(line) else ""
    later = ", changed after publication" if record.content.is_changed_since(line) else later
    by = plain(line.by) if line.by else "A member"
    yield f"{indent}- **{line.kind.capitalize()}**, {by}, {line.made_at:%Y-%m-%d %H:%M}{later}"
    yield f"{indent}  <{record.notes_at}{line.key}>"
    yield ""
    source = record.sources.get(line.key)
    text = (
        [_TAKEN_OUT]
        if source is None
        else [part for t in closed(source.text) for part in t.splitlines()]
    )
    yield from (f"{indent}  {part}" if part else "" for part in text)
    more = [
        *(source.assisted_by if source else ()),
        *([source.about_tools] if source and source.about_tools else []),
        *([task_words(line)] if _is_task(line) else []),
        *([follows_words(line.follows, line.followed)] if line.followed else []),
    ]
    yield from [""] if more else []
    more += clause_lines(line.redactions, record.code_at) if source else []
    yield from (f"{indent}  {part}" if part else "" for part in more)
    yield ""


def _is_task(line: NoteLine) -> bool:
    return line.kind == "action" and line.text_html is not None


def off_record_words(number: int) -> str:
    """How many items are left out."""
    return "One item was off the record." if number == 1 else f"{number} items were off the record."


def _item_data(record: Taken, item: RecordItem) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": item.text.title,
        "kind": item.text.kind.value,
        "minutes": item.text.minutes,
        "minutes used": item.used,
        "discussed": item.was_discussed,
        "moved on": item.moved,
        "led by": list(item.text.leaders),
        "text": item.text.body,
        "assisted by": list(item.text.assisted_by),
    }
    if item.text.decides:
        data |= {"for people": item.text.people, "for the business": item.text.business}
    data |= clause_data(item.redactions, record.code_at)
    return data | {"notes": [_note_data(record, line) for line in item.notes.lines]}


def _note_data(record: Taken, line: NoteLine) -> dict[str, Any]:
    source = record.sources.get(line.key)
    data: dict[str, Any] = {
        "page": f"{record.notes_at}{line.key}",
        "depth": line.depth,
        "at": line.made_at.isoformat(),
        "after publication": record.content.is_later(line),
        "changed after publication": record.content.is_changed_since(line),
    }
    if line.text_html is None:
        return data | {"taken out": True}
    data |= {
        "kind": line.kind,
        "by": line.by,
        "text": source.text if source else None,
        "assisted by": list(source.assisted_by) if source else [],
        "about the tools": (source.about_tools or None) if source else None,
    } | clause_data(line.redactions, record.code_at)
    if line.kind == "decision":
        return data | follows_data(line.follows, line.followed)
    return data | task_data(line) if line.kind == "action" else data
