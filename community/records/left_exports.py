"""What a call began with, the actions left open by those before it, in the files of its record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from community.agendas.exports import closed
from community.conduct.clause_texts import clause_data, clause_lines
from community.notes.left_queries import LeftAction
from community.notes.line_queries import NoteLine

from .content import Sources
from .export_people import plain


@dataclass(frozen=True, slots=True)
class Left:
    """Actions that were left open, each with its text, and how many `more` there were. `notes_at`
    is the address of notes, to which the key of one is added, and `code_at` of versions of the
    code.
    """

    notes_at: str
    code_at: str
    actions: Sequence[tuple[LeftAction, Sources]] = ()
    more: int = 0


def left_lines(left: Left) -> Iterator[str]:
    """The actions as items of a list."""
    if not left.actions:
        return
    yield from ("## Left open last time", "")
    for one, source in left.actions:
        yield f"- **Action**, {_came_from(one)}"
        yield from [f"  <{left.notes_at}{one.line.key}>"] if one.slug else []
        yield ""
        yield from (f"  {part}" if part else "" for part in _parts(source))
        more = ["", task_words(one.line), *clause_lines(one.line.redactions, left.code_at), ""]
        yield from (f"  {part}" if part else "" for part in more)
    if left.more:
        yield from (f"{left.more} more were left open.", "")


def left_data(left: Left) -> dict[str, Any]:
    """The actions as values for JSON."""
    return {
        "more": left.more,
        "actions": [
            {
                "page": f"{left.notes_at}{one.line.key}" if one.slug else None,
                "call": one.call or None,
                "times": one.times,
                "at": one.line.made_at.isoformat(),
                "by": one.line.by,
                "text": source.text,
                "assisted by": list(source.assisted_by),
                "about the tools": source.about_tools or None,
                **task_data(one.line),
                **clause_data(one.line.redactions, left.code_at),
            }
            for one, source in left.actions
        ],
    }


def task_words(line: NoteLine) -> str:
    """Who does it, by which day, and whether it is done."""
    owner = plain(line.owner) if line.owner else ("A member" if line.owner_id else "Nobody yet")
    due = f", by {line.due_on.isoformat()}" if line.due_on else ""
    done = f", done{': ' + plain(line.how) if line.how else ''}" if line.is_done else ", open"
    return f"{owner}{due}{done}."


def task_data(line: NoteLine) -> dict[str, Any]:
    """The same as values."""
    return {
        "owner": line.owner,
        "due": line.due_on.isoformat() if line.due_on else None,
        "done": line.is_done,
        "how": line.how,
    }


def _came_from(one: LeftAction) -> str:
    began = f", {one.began_at:%Y-%m-%d}" if one.slug and one.began_at else ""
    times = f", carried over {one.times} times" if one.times > 1 else ""
    return f"from {plain(one.call) or 'an earlier call'}{began}{times}"


def _parts(source: Sources) -> Sequence[str]:
    text = [part for t in closed(source.text) for part in t.splitlines()]
    told = [*source.assisted_by, *([source.about_tools] if source.about_tools else [])]
    return [*text, "", *told] if told else text
