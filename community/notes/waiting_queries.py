"""Reads about notes that wait: for whoever wrote them, and for the responders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from community.access import Viewer
from community.accounts.models import Member, Role, RoleGrant
from community.conduct.standing import may_act
from community.db import db
from community.first_links import links_in
from community.pages import Page, page_of
from community.text import render_markdown

from .models import Note, NoteRemoval
from .subject_queries import Subject, is_seen_by, may_see_subject, titles_of
from .waiting_models import NoteHold, Read

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """A note that waits, or was taken for spam. `answers_to` is the key of the note it answers,
    `changes` of the one that it is another text for; `on` what it is about, for the responders
    alone.
    """

    key: str
    kind: str
    text_html: str
    made_at: datetime
    is_spam: bool
    answers_to: str | None
    changes: str | None
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


def waiting_for_responders(
    member: Member, *, cursor: str | None = None, is_spam: bool = False
) -> Page[WaitingNote]:
    """What waits in threads that a responder may see, the oldest first; or what was taken for spam
    there, the latest first.
    """
    query = _open().where(is_seen_by(member, NoteHold.thread_id))
    query = query.options(joinedload(NoteHold.by))
    keys: Sequence[Any] = (NoteHold.ended_at, NoteHold.id) if is_spam else (NoteHold.id,)
    page = page_of(
        query.where(NoteHold.outcome.is_not(None) if is_spam else NoteHold.outcome.is_(None)),
        keys,
        lambda row: (row.ended_at, row.id) if is_spam else (row.id,),
        cursor=cursor,
        backwards=is_spam,
        size=PER_PAGE,
    )
    titles = titles_of({one.thread_id for one in page.rows})
    return Page([_told(one, titles.get(one.thread_id, "")) for one in page.rows], page.next)


def number_waiting(member: Member) -> int:
    """How many wait in threads that a responder may see. One query."""
    query = select(func.count()).select_from(NoteHold).where(NoteHold.outcome.is_(None))
    return db.session.scalar(query.where(is_seen_by(member, NoteHold.thread_id))) or 0


def number_waiting_of(member: Member) -> int:
    """How many of a member's wait."""
    query = select(func.count()).select_from(NoteHold)
    mine = query.where(NoteHold.by_id == member.id, NoteHold.outcome.is_(None))
    return db.session.scalar(mine) or 0


def change_waiting(note: Note, member: Member) -> NoteHold | None:
    """The other text for a note that waits already."""
    query = select(NoteHold).where(NoteHold.changes_id == note.id, NoteHold.by_id == member.id)
    return db.session.scalars(query.where(NoteHold.outcome.is_(None))).first()


def is_from_waiting(note: Note) -> bool:
    """Whether what a note says has waited once, and was let through."""
    return db.session.scalar(select(exists().where(NoteHold.note_id == note.id))) or False


def shows_links_of(member_id: int) -> ColumnElement[bool]:
    """For a query: whether a responder has let a note of a member through, or one with a link
    stands for others to read: as nobody had to read it then.
    """
    let = exists().where(NoteHold.by_id == member_id, NoteHold.outcome == Read.LET_THROUGH)
    is_out = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    links = links_in(Note.text_html)
    return or_(let, exists().where(Note.by_id == member_id, links, ~is_out.correlate(Note)))


def readers_of(subject: Subject, now: datetime) -> Sequence[Member]:
    """The responders who could let a note on it through, and whom no measure keeps from it."""
    query = select(Member).join(RoleGrant, Member.id == RoleGrant.member_id)
    stands = RoleGrant.revoked_at.is_(None), Member.erased_at.is_(None)
    query = query.where(RoleGrant.role == Role.RESPONDER, *stands, may_act(Member.person_id, now))
    readers = db.session.scalars(query.order_by(Member.id)).unique()
    role = frozenset({Role.RESPONDER})
    return [one for one in readers if may_see_subject(Viewer(one, role), subject)]


def has_part_in(hold: NoteHold, member: Member) -> bool:
    """Whether a member has written in the thread."""
    query = select(Note.id).where(Note.thread_id == hold.thread_id, Note.by_id == member.id)
    return hold.by_id == member.id or db.session.scalar(query.limit(1)) is not None


def _open() -> Select[NoteHold]:
    beside = (joinedload(one).load_only(Note.key) for one in (NoteHold.parent, NoteHold.changes))
    return select(NoteHold).where(NoteHold.note_id.is_(None)).options(*beside)


def _line(hold: NoteHold) -> WaitingNote:
    html = hold.text_html  # of what waited before it was kept there is none
    return WaitingNote(
        key=hold.key,
        kind=hold.kind.value,
        text_html=render_markdown(hold.text_source) if html is None else html,
        made_at=hold.made_at,
        is_spam=hold.is_spam,
        answers_to=hold.parent.key if hold.parent else None,
        changes=hold.changes.key if hold.changes else None,
    )


def _told(hold: NoteHold, title: str) -> WaitingNote:
    return replace(_line(hold), by=hold.by.person.credited_as, on=title)
