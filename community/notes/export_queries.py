"""All notes of a thread as values to take along; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said, assisted_by, rest

from .exports import NoteText
from .followed_queries import followed_title
from .models import Kind, Note, NoteRemoval, Thread
from .name_queries import unnamed_on
from .open_queries import open_until
from .ordering import in_reading_order
from .outcomes import NoteOutcome, became, why_shown
from .tasks import Action, Completion, Decision
from .trace_queries import leaves_nothing


def texts_of(thread: Thread, now: datetime) -> Sequence[NoteText]:
    """The notes of a thread in reading order. At most six queries."""
    rows = db.session.execute(_lines(thread.id)).all()
    saids = saids_of({row.Note.disclosure_id for row in rows})
    off = unnamed_on(thread) if rows else frozenset()
    keys = {row.Note.id: row.Note.key for row in rows}
    until = open_until({row.call_id for row in rows if row.call_id is not None}, now)
    cut = beside_bars(Content.NOTE, {row.Note.id: _words(row) for row in rows})
    ordered = in_reading_order(rows, lambda row: row.Note.id, lambda row: row.Note.parent_id)
    return [
        replace(
            _text(row, keys.get(row.Note.parent_id), saids[row.Note.disclosure_id]),
            by=None if row.Note.by_id in off or row.removal_id is not None else row.by,
            open_until=until.get(row.call_id) if row.removal_id is None else None,
            redactions=cut.get(row.Note.id, ()),
        )
        for row, _depth in ordered
    ]


def _lines(thread_id: int) -> Any:
    author, owner, owner_member = aliased(Person), aliased(Person), aliased(Member)
    return (
        select(
            Note,
            author.credited_as.label("by"),
            NoteRemoval.id.label("removal_id"),
            owner.credited_as.label("owner"),
            Action.due_on,
            Completion.id.label("completion_id"),
            Completion.how,
            NoteOutcome.outcome,
            NoteOutcome.revision,
            why_shown().label("why"),
            Decision.call_id,
            Decision.follows,
            followed_title(),
        )
        .select_from(Note)
        .join(Member, Member.id == Note.by_id)
        .join(author, author.id == Member.person_id)
        .outerjoin(NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.stands())
        .outerjoin(Decision, (Decision.note_id == Note.id) & (Note.kind == Kind.DECISION))
        .outerjoin(Action, (Action.note_id == Note.id) & (Note.kind == Kind.ACTION))
        .outerjoin(owner_member, owner_member.id == Action.owner_id)
        .outerjoin(owner, owner.id == owner_member.person_id)
        .outerjoin(Completion, (Completion.note_id == Action.note_id) & _STANDS)
        .outerjoin(NoteOutcome, became())
        .where(Note.thread_id == thread_id, ~leaves_nothing())
    )


def _words(row: Any) -> str:
    """What is shown of a note."""
    if row.removal_id is not None:
        return ""
    return f"{row.Note.text_source}\n{row.how}\n{row.why}"


_STANDS = Completion.withdrawn_at.is_(None)


def _text(row: Any, answers: str | None, said: Said) -> NoteText:
    note = row.Note
    if row.removal_id is not None:
        return NoteText(key=note.key, answers=answers, at=note.made_at, is_removed=True)
    return NoteText(
        key=note.key,
        answers=answers,
        at=note.made_at,
        kind=note.kind.value,
        changed_at=note.changed_at,
        text=note.text_source,
        assisted_by=assisted_by(said),
        about_tools=rest(said),
        owner=row.owner,
        due_on=row.due_on,
        is_done=row.completion_id is not None,
        how=row.how or "",
        outcome=row.outcome.value if row.outcome else None,
        revision=row.revision,
        why=row.why or "",
        follows=row.follows if row.followed else None,
        followed=row.followed,
    )
