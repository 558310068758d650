"""Reads about what people are written to about: who names them, who answers them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.db import db
from community.distance.queries import is_kept_off
from community.outbox.models import Letter, Outcome
from community.outbox.owing import WRITTEN_AT, told_by

from .models import Kind, Note, NoteMention, NoteRemoval, Thread, ThreadMute
from .name_queries import unnamed_in
from .tasks import Action

AT_ONCE = "notes"  # the kind of letters about one thread
_GIVEN_AT = func.coalesce(Action.given_at, Note.made_at)


@dataclass(frozen=True, slots=True)
class Heard:
    """A note that concerns somebody: because it names them, gives them an action, or answers
    theirs; since when.
    """

    note: Note
    by: str | None
    by_id: int
    is_mention: bool
    is_task: bool
    at: datetime
    due_on: date | None = None  # of an action that is given


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to be written to: how many letters about notes they were owed within a day."""

    person_id: int
    zone: str
    lately: int


def readers_among(
    member_ids: Collection[int], thread_id: int, since: datetime, *, author_id: int
) -> Mapping[int, Reader]:
    """Those of the members who want to hear of a thread, and of the author, by their ids. One
    query.
    """
    muted = select(ThreadMute.person_id).where(ThreadMute.thread_id == thread_id)
    lately = (
        select(func.count(Letter.id))
        .where(Letter.kind == AT_ONCE, Letter.person_id == Person.id, Letter.owed_at > since)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(Member.id, Person.id, Person.zone, lately)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id.in_(member_ids), Member.erased_at.is_(None), Person.id.not_in(muted))
        .where(~is_kept_off(Member.id, author_id))
    )
    return {row[0]: Reader(*row[1:]) for row in db.session.execute(query)}


def heard_by(member: Member, since: datetime, *, thread_id: int | None = None) -> list[Heard]:
    """Notes by others that name a member, give them an action or answer theirs since an instant, in
    one thread or in any that they have not muted; the oldest first. Nothing by those they mute or
    block.
    """
    rows: Any = db.session.execute(_hearing(member, since, thread_id)).unique()
    found = [_heard(row) for row in rows]
    off = unnamed_in({one.note.thread_id for one in found})
    return [
        replace(one, by=None) if (one.note.thread_id, one.by_id) in off else one for one in found
    ]


def _hearing(member: Member, since: datetime, thread_id: int | None) -> Select[*tuple[Any, ...]]:
    above, giver, gave = aliased(Note), aliased(Member), aliased(Person)
    answers = (above.by_id == member.id) & (Note.made_at >= since)
    is_task = Action.note_id.is_not(None) & (Note.kind == Kind.ACTION) & (giver.id != member.id)
    given = is_task & (since <= _GIVEN_AT) & ~is_kept_off(member.id, giver.id)
    theirs = (Note.by_id != member.id) & ~is_kept_off(member.id, Note.by_id)
    muted = select(ThreadMute.thread_id).where(ThreadMute.person_id == member.person_id)
    return (
        select(
            Note,
            Person.credited_as.label("by"),
            NoteMention.at.label("named_at"),
            gave.credited_as.label("giver"),
            giver.id.label("giver_id"),
            given.label("is_given"),
            _GIVEN_AT.label("given_at"),
            Action.due_on,
        )
        .join(Thread, Thread.id == Note.thread_id)
        .join(Member, Member.id == Note.by_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(above, above.id == Note.parent_id)
        .outerjoin(
            NoteMention, (NoteMention.note_id == Note.id) & (NoteMention.member_id == member.id)
        )
        .outerjoin(Action, (Action.note_id == Note.id) & (Action.owner_id == member.id))
        .join(giver, giver.id == func.coalesce(Action.given_by_id, Note.by_id))
        .join(gave, gave.id == giver.person_id)
        .where(
            or_(given, theirs & or_(NoteMention.at >= since, answers)),
            Note.id.not_in(select(NoteRemoval.note_id).where(NoteRemoval.stands())),
            Note.thread_id.not_in(muted),
            *_in_thread(thread_id),
        )
        .order_by(Note.id)
    )


def _heard(row: Any) -> Heard:
    since = row.named_at or row.Note.made_at
    return Heard(
        row.Note,
        row.giver if row.is_given else row.by,
        row.giver_id if row.is_given else row.Note.by_id,
        is_mention=row.named_at is not None,
        is_task=bool(row.is_given),
        at=max(since, row.given_at) if row.is_given else since,
        due_on=row.due_on if row.is_given else None,
    )


def told_at_once(person_id: int, since: datetime) -> Mapping[str, list[tuple[datetime, datetime]]]:
    """When letters about one thread told a person of it, from and to, by what they were about."""
    query = select(Letter.about, Letter.owed_at, WRITTEN_AT.label("written_at")).where(
        Letter.kind == AT_ONCE,
        Letter.person_id == person_id,
        Letter.outcome == Outcome.SENT,
        since < WRITTEN_AT,
    )
    told: dict[str, list[tuple[datetime, datetime]]] = {}
    for about, owed_at, written_at in db.session.execute(query):
        told.setdefault(about, []).append(told_by(owed_at, written_at))
    return told


def _in_thread(thread_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if thread_id is None else (Note.thread_id == thread_id,)
