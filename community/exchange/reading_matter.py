"""What people read in the files of a series: the README, and each call's agenda and notes. Pure.

Markdown in the style of `community.agendas.exports`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from itertools import pairwise
from typing import Any

from community.agendas.comparing import Change, compare, read_out
from community.agendas.content import AgendaText
from community.agendas.exports import LICENCE, as_markdown, closed, one_line
from community.calls.when import TimesHeld
from community.disclosures.facts import said_in
from community.disclosures.wording import assisted_by
from community.notes.ordering import in_reading_order

_KINDS = {"question": "Question", "decision": "Decision", "action": "Action"}
_CHANGES = {
    Change.NEW: "New",
    Change.GONE: "Gone",
    Change.CHANGED: "Changed",
    Change.MOVED: "Moved",
}


_PRIVATE = (
    "What is private is not in here: join links, answers, addresses of people, drafts, and"
    " whatever is off the record. Of votes only their number is; of those who were there, only"
    " those who chose to be named."
)


def readme(title: str, *, page: str, names: Sequence[str], calls: int) -> str:
    """What the files are, who wrote what is in them, and what may be done with it."""
    credit = ", ".join(names) if names else "people who want no credit"
    return "\n".join(
        [
            f"# {one_line(title)}",
            "",
            f"The series whole, as it stood at <{page}>: {calls} calls.",
            "",
            "- `series.json` and `calls/…/call.json` hold everything, for programs.",
            "- `schemas/` says how these are written.",
            "- `series.ics` and `calls/…/call.ics` are calendars.",
            "- `agenda.md`, `record.md` and `notes.md` of each call are for reading.",
            "",
            _PRIVATE,
            "",
            "It can be imported into another place of this kind, which then holds the same.",
            "",
            "## Licence",
            "",
            f"{LICENCE}. Who uses it credits the people who wrote it: {credit}.",
            "",
        ]
    )


def agenda(texts: Sequence[AgendaText], *, title: str, page: str, times: TimesHeld) -> str:
    """The latest edition of an agenda, and what each edition changed of the one before."""
    parts = [as_markdown(texts[-1], title=title, page=page, times=times)]
    for before, after in pairwise(texts):
        parts += ["", *_changes(before, after)]
    return "\n".join([*parts, ""]) if len(texts) > 1 else parts[0]


def notes(
    threads: Sequence[Mapping[str, Any]],
    *,
    title: str,
    titles: Mapping[str, str],
    names: Mapping[str, str],
) -> str:
    """The notes of a call: those on the call, then those on each item."""
    lines = [f"# Notes: {one_line(title)}", ""]
    for thread in threads:
        about = titles.get(thread["item"], "") if thread["item"] else "On the call"
        lines += [f"## {one_line(about)}", ""]
        for note, depth in _in_order(thread["notes"]):
            lines += [*note_lines(note, depth, names), ""]
    return "\n".join([*lines, f"{LICENCE}, with credit to the people who wrote it.", ""])


def _in_order(notes: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], int]]:
    place = {note["key"]: number for number, note in enumerate(notes, start=1)}
    return in_reading_order(
        notes,
        lambda note: place[note["key"]],
        lambda note: place.get(note["answers"]) if note["answers"] else None,
    )


def note_lines(note: Mapping[str, Any], depth: int, names: Mapping[str, str]) -> Iterator[str]:
    """A note below what it answers, by so many marks of a quotation."""
    inside = list(_lines(note, names))
    marks = "> " * depth
    yield from (f"{marks}{line}".rstrip() for text in inside for line in text.split("\n"))


def _lines(note: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    when = note["made"][:16].replace("T", " ")
    if "removed" in note:
        yield f"*{when} UTC: this note was taken out.*"
        return
    who = names.get(note["by"] or "", "Somebody")
    kind = f", {_KINDS[note['kind']].lower()}" if note["kind"] in _KINDS else ""
    yield f"**{one_line(who)}**, {when} UTC{kind}:"
    yield ""
    yield from closed(note["text"])
    yield from _task(note.get("action"), names)
    if (note.get("decided") or {}).get("follows"):
        yield from ["", f"It follows the pattern [[{note['decided']['follows']}]]."]
    said = said_in(note["disclosure"])
    if said is not None and assisted_by(said):
        yield ""
        yield from assisted_by(said)


def _task(action: Mapping[str, Any] | None, names: Mapping[str, str]) -> Iterator[str]:
    if action is None:
        return
    facts = [f"Owner: {one_line(names.get(action['owner'] or '', 'nobody is named'))}"]
    facts += [f"due {action['due']}"] if action["due"] else []
    if action["done"]:
        how = f" ({action['done']['how']})" if action["done"]["how"] else ""
        facts.append(f"done {action['done']['at'][:10]}{how}")
    yield ""
    yield f"{'; '.join(facts)}."


def _changes(before: AgendaText, after: AgendaText) -> Iterator[str]:
    yield f"## What edition {after.number} changed"
    yield ""
    yield from [after.note, ""] if after.note else []
    old = {item.number: read_out(item) for item in before.items}
    differ = (i for i in after.items if old.get(i.number, read_out(i)) != read_out(i))
    found = compare(before.items, after.items, in_words=False)
    for one in found:
        was = f", was {one.was}" if one.was and one.now else ""
        place = f" ({one.now}{was})" if one.now else ""
        yield f"- {_CHANGES[one.change]}: {one_line(one.title)}{place}"
        if one.change is Change.CHANGED:
            item = next(differ)
            yield from _line_by_line(old[item.number], read_out(item))
    yield from [] if found else ["Nothing."]


def _line_by_line(before: str, after: str) -> Iterator[str]:
    """What went and what came, as a block that no line of it can end."""
    lines = list(unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[3:]
    longest = max((len(run) for run in re.findall("`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, longest + 1)
    yield from ["", f"  {fence}diff", *(f"  {line}" for line in lines), f"  {fence}", ""]
