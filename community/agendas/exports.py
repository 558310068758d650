"""A published agenda as Markdown and as data. Pure; what is off the record is not told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from community.calls.when import TimesHeld, span_words
from community.conduct.clause_texts import clause_data, clause_lines
from community.conduct.state_models import Content
from community.conduct.state_queries import Placeholder

from .content import KIND_WORDS, AgendaText, ItemText

_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})(?P<rest>.*)")
LICENCE = "CC BY-SA 4.0"


@dataclass(frozen=True, slots=True)
class Cut:
    """For which clauses words of the call, by its number, and of items are taken out; `code_at` is
    the address of versions of the code, to which the number of one is added.
    """

    code_at: str = ""
    call: int = 0
    redactions: Mapping[tuple[Content, int], tuple[Placeholder, ...]] = field(default_factory=dict)

    def beside(self, about: Content, number: int) -> tuple[Placeholder, ...]:
        """For which words of something are."""
        return self.redactions.get((about, number), ())


_NOTHING = Cut()


def as_markdown(
    agenda: AgendaText, *, title: str, page: str, times: TimesHeld, cut: Cut = _NOTHING
) -> str:
    """The agenda as a text to take along; `times` are those of the call."""
    lines = [f"# {one_line(title)}", "", *_when(times), f"<{page}>"]
    lines += [*clause_lines(cut.beside(Content.CALL, cut.call), cut.code_at), ""]
    published = f"Agenda, edition {agenda.number}, {agenda.at:%Y-%m-%d %H:%M} UTC"
    lines += [f"{published}, {agenda.planned} of {agenda.minutes} minutes planned.", ""]
    lines += [agenda.note, ""] if agenda.note else []
    for place, item in enumerate(agenda.items, start=1):
        beside = clause_lines(cut.beside(Content.ITEM, item.number), cut.code_at)
        lines += [*_item(place, item), *beside, ""]
    lines += [*agenda.assisted_by, ""] if agenda.assisted_by else []
    return "\n".join([*lines, f"{LICENCE}, with credit to the people who wrote it.", ""])


def as_data(
    agenda: AgendaText, *, title: str, page: str, times: TimesHeld, cut: Cut = _NOTHING
) -> dict[str, Any]:
    """The agenda as values for JSON; instants are ISO 8601 in UTC."""
    return {
        "call": {"title": title, "page": page} | _when_data(times),
        **clause_data(cut.beside(Content.CALL, cut.call), cut.code_at),
        "edition": agenda.number,
        "published": agenda.at.isoformat(),
        "note": agenda.note,
        "minutes": {"planned": agenda.planned, "available": agenda.minutes},
        "assisted by": list(agenda.assisted_by),
        "licence": LICENCE,
        "items": [
            _data(item) | clause_data(cut.beside(Content.ITEM, item.number), cut.code_at)
            for item in agenda.items
        ],
    }


def _when(times: TimesHeld) -> Iterator[str]:
    if times.is_off:
        why = one_line(" ".join(" ".join(times.why).split()))
        yield from (f"Cancelled: {why}" if why else "Cancelled.", "")
    many = "- " if len(times.shown) > 1 else ""
    yield from (f"{many}{span_words(when)}" for when in times.shown)
    yield from [""] if times.shown else []


def _when_data(times: TimesHeld) -> dict[str, Any]:
    """`starts` is the first of the times, of a call that is cancelled the one it had."""
    told = [
        {"starts": when.starts_at.isoformat(), "ends": when.ends_at.isoformat()}
        for when in times.shown
    ]
    return {
        "starts": told[0]["starts"] if told else None,
        "times": [] if times.is_off else told,
        "cancelled": times.is_off,
        "reason": " ".join(times.why) or None,
    }


def _item(place: int, item: ItemText) -> Iterator[str]:
    if item.is_off_record:
        yield f"## {place}. Off the record ({item.minutes} minutes)"
        return
    yield f"## {place}. {one_line(item.title)}"
    yield ""
    led = f", led by {', '.join(item.leaders)}" if item.leaders else ""
    yield f"{KIND_WORDS[item.kind].capitalize()}, {item.minutes} minutes{led}"
    sides = (("For people", item.people), ("For the business", item.business))
    for heading, text in (("", item.body), *(sides if item.decides else ())):
        if text:
            yield from ["", *([f"### {heading}", ""] if heading else []), *closed(text)]
    yield from ["", *item.assisted_by] if item.assisted_by else []


def closed(text: str) -> Iterator[str]:
    """A text in Markdown, with a line that ends its last block of code where nothing else does
    (CommonMark 4.5), so that what follows is no code.
    """
    yield text
    fence = ""
    for line in text.splitlines():
        found = _FENCE.match(line)
        if found is None:
            continue
        marks, rest = found["marks"], found["rest"]
        if fence and marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip():
            fence = ""
        elif not fence and not (marks[0] == "`" and "`" in rest):
            fence = marks
    if fence:
        yield fence


def _data(item: ItemText) -> dict[str, Any]:
    if item.is_off_record:
        return {"off the record": True, "minutes": item.minutes}
    data: dict[str, Any] = {
        "title": item.title,
        "kind": item.kind.value,
        "minutes": item.minutes,
        "led by": list(item.leaders),
        "text": item.body,
        "assisted by": list(item.assisted_by),
        "off the record": False,
    }
    sides = {"for people": item.people, "for the business": item.business}
    return data | (sides if item.decides else {})


def one_line(text: str) -> str:
    """A title or a name that begins no other Markdown."""
    return text.replace("\\", "\\\\").replace("#", "\\#").replace("<", "\\<")
