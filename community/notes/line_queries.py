"""What a page shows of each note: one statement for all of them, and its rows as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.conduct.bar_queries import clauses_at_once
from community.conduct.place_queries import Place, places_among
from community.conduct.state_models import Content
from community.conduct.state_queries import (
    Placeholder,
    is_redacted,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.disclosures.models import Disclosure
from community.disclosures.queries import BETWEEN_NAMES, names_of_tools
from community.disclosures.wording import IN_DETAIL, sentence

from .followed_queries import followed_title
from .models import Kind, Note, NoteRemoval
from .ordering import in_reading_order
from .outcomes import NoteOutcome, became
from .tasks import Action, Completion, Decision

_DEEPEST = 6  # steps that are shown; what answers deeper stands at the same line
_OF_THE_NOTE = (
    *(Note.id, Note.key, Note.parent_id, Note.root_id, Note.kind, Note.text_html),
    *(Note.by_id, Note.made_at, Note.changed_at),
)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as a page shows it; without `text_html` it was removed, which a `placeholder` says was
    for a clause of the code (of spam it says nothing); `redactions` say for which a part of it was
    taken out. `more` answers follow.
    """

    key: str
    kind: str
    text_html: str | None
    by: str | None
    by_id: int
    made_at: datetime
    is_changed: bool
    disclosed: str
    has_details: bool  # of what was said of tools there may be more
    depth: int
    answers_to: str | None  # the key of what it answers, where that is not on the page
    branch: str  # the key of the first note of its branch
    owner: str | None = None
    owner_id: int | None = None
    due_on: date | None = None
    is_done: bool = False
    how: str = ""
    more: int = 0
    removed_by_id: int | None = None
    is_hidden_at_once: bool = False
    changed_at: datetime | None = None
    outcome: str | None = None
    revision: int | None = None  # in which what it raised was taken in
    why: str = ""
    outcome_id: int | None = None
    settled_by_id: int | None = None
    why_place: Place | None = None
    follows: str | None = None  # the address of the pattern that a decision follows
    followed: str | None = None  # its title; none where it is not open to everybody
    placeholder: Placeholder | None = None
    is_set_aside: bool = False
    is_from_before: bool = False  # said off the record when the reader was not there
    redactions: tuple[Placeholder, ...] = ()
    has_words: bool = True  # of one that came with an import and was taken out there no words came
    at_once: Placeholder | None = None  # the clause named where it was hidden at once


def lines_with(size: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Everything a line shows, for a query on notes."""
    author, owner, owner_member = aliased(Person), aliased(Person), aliased(Member)
    above = aliased(Note)
    lines = (
        select(
            *_OF_THE_NOTE,
            author.credited_as.label("by"),
            Disclosure.degree,
            Disclosure.checked,
            names_of_tools().label("tools"),
            NoteRemoval.by_id.label("removed_by_id"),
            NoteRemoval.emergency_id,
            above.key.label("above"),
            Action.owner_id,
            owner.credited_as.label("owner"),
            *(Action.due_on, Completion.id.label("completion_id"), Completion.how),
            *(NoteOutcome.outcome, NoteOutcome.revision, NoteOutcome.why),
            *(NoteOutcome.id.label("outcome_id"), NoteOutcome.by_id.label("settled_by_id")),
            NoteOutcome.is_aside.label("is_why_aside"),
            Decision.follows,
            followed_title(),
            size.label("size"),
            is_redacted(Content.NOTE, Note.id).label("is_redacted"),
        )
        .select_from(Note)
        .join(Member, Member.id == Note.by_id)
        .join(author, author.id == Member.person_id)
        .join(Disclosure, Disclosure.id == Note.disclosure_id)
        .outerjoin(above, above.id == Note.parent_id)
        .outerjoin(NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.stands())
        .outerjoin(Decision, (Decision.note_id == Note.id) & (Note.kind == Kind.DECISION))
        .outerjoin(Action, (Action.note_id == Note.id) & (Note.kind == Kind.ACTION))
        .outerjoin(owner_member, owner_member.id == Action.owner_id)
        .outerjoin(owner, owner.id == owner_member.person_id)
        .outerjoin(Completion, (Completion.note_id == Note.id) & Completion.withdrawn_at.is_(None))
        .outerjoin(NoteOutcome, became())
    )
    return with_states(lines, Content.NOTE, Note.id)


def in_order(rows: Any, *, is_whole: bool = False) -> tuple[NoteLine, ...]:
    """Lines in reading order; a branch of which more is there says so at its last line. Where words
    of notes were taken out under the code, notes hidden at once, or why something became of them
    set aside or cut, one query more each.
    """
    at_once = clauses_at_once({row.emergency_id for row in rows if row.emergency_id is not None})
    redacted = redactions_among(Content.NOTE, [row.id for row in rows if row.is_redacted])
    places = _places_of_whys(rows)
    there = {row.id: row.key for row in rows}
    last: dict[int, int] = {}
    count: dict[int, int] = {}
    lines: list[NoteLine] = []
    ordered = in_reading_order(rows, lambda row: row.id, lambda row: row.parent_id)
    for place, (row, _depth) in enumerate(ordered):
        branch = row.root_id or row.id
        last[branch] = place
        count[branch] = count.get(branch, 0) + 1
    for place, (row, depth) in enumerate(ordered):
        branch = row.root_id or row.id
        ends = last[branch] == place and not is_whole
        lines.append(
            _line(
                row,
                min(depth, _DEEPEST),
                row.above if row.parent_id not in there else None,
                there.get(branch, row.key),
                row.size - count[branch] if ends else 0,
                redactions=redacted.get(row.id, ()),
                at_once=at_once.get(row.emergency_id),
                why_place=places.get(row.outcome_id),
            )
        )
    return tuple(lines)


def _places_of_whys(rows: Any) -> Mapping[int, Place]:
    said = ((row.outcome_id, row.why, row.is_why_aside) for row in rows if row.why)
    return places_among(Content.OUTCOME, NoteOutcome.id, said)


def _line(
    row: Any,
    depth: int,
    answers_to: str | None,
    branch: str,
    more: int,
    *,
    redactions: tuple[Placeholder, ...],
    at_once: Placeholder | None,
    why_place: Place | None,
) -> NoteLine:
    tools = row.tools.split(BETWEEN_NAMES) if row.tools else []
    return NoteLine(
        key=row.key,
        kind=row.kind.value,
        text_html=row.text_html if row.removed_by_id is None else None,
        by=row.by,
        by_id=row.by_id,
        made_at=row.made_at,
        is_changed=row.changed_at is not None,
        disclosed=sentence(row.degree, row.checked, tools),
        has_details=row.degree in IN_DETAIL,
        depth=depth,
        answers_to=answers_to,
        branch=branch,
        **_task_of(row),
        more=more,
        removed_by_id=row.removed_by_id,
        is_hidden_at_once=row.emergency_id is not None,
        changed_at=row.changed_at,
        **_became_of(row),
        why_place=why_place,
        placeholder=placeholder_in(row),
        is_set_aside=row.set_aside is not None,
        redactions=redactions,
        has_words=row.text_html != "",
        at_once=at_once,
    )


def _task_of(row: Any) -> dict[str, Any]:
    return {
        "owner": row.owner,
        "owner_id": row.owner_id,
        "due_on": row.due_on,
        "is_done": row.completion_id is not None,
        "how": row.how or "",
    }


def _became_of(row: Any) -> dict[str, Any]:
    return {
        "outcome": row.outcome.value if row.outcome else None,
        "revision": row.revision,
        "why": "" if row.is_why_aside else row.why or "",
        "outcome_id": row.outcome_id,
        "settled_by_id": row.settled_by_id,
        "follows": row.follows if row.followed else None,
        "followed": row.followed,
    }
