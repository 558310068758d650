"""Reads about notes that wait: for whoever wrote them, and for the responders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from community.access import Viewer
from community.accounts.models import Member, Role, RoleGrant
from community.db import db
from community.text import render_markdown

from .models import Note, Thread
from .subject_queries import Subject, may_see_subject, may_see_thread, subject_of
from .waiting_models import NoteHold

MOST = 50  # of those taken for spam, on the list


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """A note that waits, or was taken for spam. `answers_to` is the key of the note it answers,
    `on` what it is about, for the responders alone.
    """

    key: str
    kind: str
    text_html: str
    made_at: datetime
    is_spam: bool
    answers_to: str | None
    by: str | None = None
    on: str = ""


def hold_at(key: str) -> NoteHold | None:
    """The note that waits at an address; one that was let through waits no more."""
    query = select(NoteHold).where(NoteHold.key == key, NoteHold.note_id.is_(None))
    return db.session.scalars(query).first()


def waiting_in(thread_id: int, member_id: int) -> tuple[WaitingNote, ...]:
    """What a member wrote in a thread that nobody else sees. One query."""
    query = _open().where(NoteHold.thread_id == thread_id, NoteHold.by_id == member_id)
    return tuple(_line(one) for one in db.session.scalars(query.order_by(NoteHold.id)))


def waiting_for_responders(who: Viewer) -> Sequence[WaitingNote]:
    """What waits in threads that a responder may see, the oldest first; then what was taken for
    spam there, the latest first.
    """
    waits = _open().where(NoteHold.outcome.is_(None)).order_by(NoteHold.id)
    spam = _open().where(NoteHold.outcome.is_not(None)).order_by(NoteHold.ended_at.desc())
    rows = [
        *db.session.scalars(waits.options(joinedload(NoteHold.by))),
        *db.session.scalars(spam.order_by(NoteHold.id.desc()).limit(MOST)),
    ]
    return [_told(one) for one in rows if may_see_thread(who, one.thread)]


def number_waiting(who: Viewer) -> int:
    """How many wait in threads that a responder may see."""
    waits = select(NoteHold.thread_id, func.count()).where(NoteHold.outcome.is_(None))
    found = db.session.execute(waits.group_by(NoteHold.thread_id))
    numbers = {thread_id: number for thread_id, number in found}  # noqa: C416 - rows, not pairs
    threads = db.session.scalars(select(Thread).where(Thread.id.in_(numbers)))
    return sum(numbers[one.id] for one in threads.all() if may_see_thread(who, one))


def number_waiting_of(member: Member) -> int:
    """How many of a member's wait."""
    query = select(func.count()).select_from(NoteHold)
    mine = query.where(NoteHold.by_id == member.id, NoteHold.outcome.is_(None))
    return db.session.scalar(mine) or 0


def has_been_read(member: Member) -> bool:
    """Whether a note of a member has ever been shown to others."""
    query = select(Note.id).where(Note.by_id == member.id).limit(1)
    return db.session.scalar(query) is not None


def somebody_reads(subject: Subject) -> bool:
    """Whether there is a responder who could let a note on it through."""
    query = select(Member).join(RoleGrant, Member.id == RoleGrant.member_id)
    stands = RoleGrant.revoked_at.is_(None), Member.erased_at.is_(None)
    query = query.where(RoleGrant.role == Role.RESPONDER, *stands)
    readers = db.session.scalars(query.order_by(Member.id)).unique()
    return any(
        may_see_subject(Viewer(one, frozenset({Role.RESPONDER})), subject) for one in readers
    )


def has_part_in(hold: NoteHold, member: Member) -> bool:
    """Whether a member has written in the thread."""
    query = select(Note.id).where(Note.thread_id == hold.thread_id, Note.by_id == member.id)
    return hold.by_id == member.id or db.session.scalar(query.limit(1)) is not None


def _open() -> Select[NoteHold]:
    answered = joinedload(NoteHold.parent).load_only(Note.key)
    return select(NoteHold).where(NoteHold.note_id.is_(None)).options(answered)


def _line(hold: NoteHold) -> WaitingNote:
    return WaitingNote(
        key=hold.key,
        kind=hold.kind.value,
        text_html=render_markdown(hold.text_source),
        made_at=hold.made_at,
        is_spam=hold.is_spam,
        answers_to=hold.parent.key if hold.parent else None,
    )


def _told(hold: NoteHold) -> WaitingNote:
    subject = subject_of(hold.thread)
    return replace(_line(hold), by=hold.by.person.credited_as, on=subject.title if subject else "")
