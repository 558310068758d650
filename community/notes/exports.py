"""A thread of notes as Markdown and as data. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community.agendas.exports import LICENCE, closed, one_line
from community.conduct.clause_texts import clause_data, clause_lines
from community.conduct.state_queries import Placeholder

_SOMEBODY = "a member"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """A note to take along; `answers` is the key of the note it answers. Of one that was taken out
    there is no more than its place. `redactions`: for which clauses words of it are taken out.
    """

    key: str
    answers: str | None
    at: datetime
    is_removed: bool = False
    kind: str = "note"
    by: str | None = None
    changed_at: datetime | None = None
    text: str = ""
    assisted_by: tuple[str, ...] = ()
    about_tools: str = ""  # what else was said of them
    owner: str | None = None
    due_on: date | None = None
    is_done: bool = False
    how: str = ""
    outcome: str | None = None
    revision: int | None = None
    why: str = ""
    follows: str | None = None
    followed: str | None = None
    open_until: datetime | None = None
    redactions: tuple[Placeholder, ...] = ()


def as_markdown(
    notes: Sequence[NoteText], *, title: str, page: str, root: str, code_at: str = ""
) -> str:
    """The notes as a text; `root` with the key of a note behind it is the note's own address,
    `code_at` that of versions of the code, to which the number of one is added.
    """
    lines = [f"# Notes: {one_line(title)}", "", f"<{page}>", ""]
    for note in notes:
        lines += [*_note(note, root), *clause_lines(note.redactions, code_at), ""]
    return "\n".join([*lines, f"{LICENCE}, with credit to the people who wrote it.", ""])


def as_data(
    notes: Sequence[NoteText], *, title: str, page: str, root: str, code_at: str = ""
) -> dict[str, Any]:
    """The notes as values for JSON; instants are ISO 8601 in UTC, days ISO 8601."""
    return {
        "about": {"title": title, "page": page},
        "licence": LICENCE,
        "notes": [_data(note, root) | clause_data(note.redactions, code_at) for note in notes],
    }


def _note(note: NoteText, root: str) -> Iterator[str]:
    when = f"{note.at:%Y-%m-%d %H:%M} UTC"
    name = one_line(note.by or _SOMEBODY)
    head = "A note was taken out" if note.is_removed else f"{note.kind.capitalize()} by {name}"
    yield f"## {head}, {when}"
    yield ""
    answers = f", answers <{root}{note.answers}>" if note.answers else ""
    yield f"<{root}{note.key}>{answers}"
    if note.is_removed:
        return
    yield ""
    yield from closed(note.text)
    if note.kind == "action":
        yield from ["", _task(note)]
    if note.outcome:
        yield from ["", _outcome(note)]
    if note.followed:
        yield from ["", follows_words(note.follows, note.followed)]
    if note.open_until:
        yield from ["", open_words(note.open_until)]
    if note.assisted_by:
        yield from ["", *note.assisted_by, *([note.about_tools] if note.about_tools else [])]


def _outcome(note: NoteText) -> str:
    where = f" in revision {note.revision}" if note.revision else ""
    why = f": {one_line(note.why)}" if note.why else "."
    return f"{(note.outcome or '').capitalize()}{where}{why}"


def open_words(until: datetime) -> str:
    """Until when a decision is open."""
    return f"Open until {until:%Y-%m-%d %H:%M} UTC."


def follows_words(address: str | None, title: str) -> str:
    """Which pattern a decision follows."""
    return f"It follows the pattern {one_line(title)} [[{address}]]."


def follows_data(address: str | None, title: str | None) -> dict[str, Any]:
    """The same as values."""
    return {"follows": {"pattern": address, "title": title} if title else None}


def _task(note: NoteText) -> str:
    who = f"{one_line(note.owner)} does it" if note.owner else "Somebody does it"
    by_when = f", by {note.due_on.isoformat()}" if note.due_on else ""
    done = f" Done{f': {one_line(note.how)}' if note.how else '.'}" if note.is_done else ""
    return f"{who}{by_when}.{done}"


def _data(note: NoteText, root: str) -> dict[str, Any]:
    place = {
        "page": f"{root}{note.key}",
        "answers": f"{root}{note.answers}" if note.answers else None,
        "written": note.at.isoformat(),
        "taken out": note.is_removed,
    }
    if note.is_removed:
        return place
    data: dict[str, Any] = place | {
        "kind": note.kind,
        "by": note.by,
        "changed": note.changed_at.isoformat() if note.changed_at else None,
        "text": note.text,
        "assisted by": list(note.assisted_by),
        "about the tools": note.about_tools or None,
    }
    task = {
        "owner": note.owner,
        "by when": note.due_on.isoformat() if note.due_on else None,
        "done": note.is_done,
        "how": note.how,
    }
    became = {"outcome": note.outcome, "revision": note.revision, "why": note.why}
    data |= task if note.kind == "action" else {}
    if note.kind == "decision":
        until = note.open_until.isoformat() if note.open_until else None
        data |= follows_data(note.follows, note.followed) | {"open until": until}
    return data | (became if note.outcome else {})
