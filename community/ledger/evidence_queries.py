"""Reads what was done at a call, and which calls still need their lines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from community.accounts.models import Member
from community.agendas.call_roles import RoleHeld
from community.agendas.models import Item
from community.calls.call_queries import is_gone
from community.calls.models import Call
from community.calls.queries import facilitators_of, sittings_of
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.facilitation.models import Hand, Opening, Spell
from community.notes.models import CallThread, ItemThread, Note, NoteRemoval
from community.patterns.citation_models import PatternCitation
from community.patterns.curation_models import Review
from community.patterns.models import PatternRevision
from community.patterns.note_source_models import PatternNoteSource

from .deserving import Evidence
from .models import Drafting

_DAY = timedelta(days=1)
_BACK = timedelta(days=30)  # calls that lie further back are left alone


def took_place(call: Call, now: datetime) -> bool:
    """Whether a call has begun and was not called off or deleted."""
    sittings = sittings_of(call)
    return not call.is_removed and any(s.has_begun(now) and not s.is_cancelled for s in sittings)


def calls_to_draft(now: datetime) -> Sequence[int]:
    """Calls that ended a day to thirty days ago and have not been looked at. One query."""
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    last = func.max(Sitting.ends_at)
    query = (
        select(Call.id)
        .join(Sitting, Sitting.call_id == Call.id)
        .where(~off, ~is_gone(), ~exists().where(Drafting.call_id == Call.id))
        .where(Sitting.ends_at > now - _BACK)
        .group_by(Call.id)
        .having(last <= now - _DAY)
        .order_by(Call.id)
    )
    return db.session.scalars(query).all()


def evidence_of(call: Call) -> Evidence:
    """What was done at a call by those who are still members. At most ten queries."""
    while_it_was, threads = _around(call), _threads_of(call)
    openings = select(Opening.id).where(Opening.call_id == call.id)
    held = select(RoleHeld.role, RoleHeld.member_id).where(
        RoleHeld.call_id == call.id, RoleHeld.ended_at.is_(None), RoleHeld.member_id.in_(_here())
    )
    started = select(Opening.by_id).where(Opening.call_id == call.id)
    moved = select(Spell.by_id).where(Spell.opening_id.in_(openings))
    called = select(Hand.called_by_id).where(Hand.opening_id.in_(openings))
    return Evidence(
        roles=tuple((row.role, row.member_id) for row in db.session.execute(held)),
        steered=_members(started.union(moved)),
        called=_members(called),
        notes=_notes_of(threads, while_it_was) if while_it_was else {},
        **(_on_patterns(call, threads, while_it_was) if while_it_was else {}),
        facilitators=frozenset(m.id for m in facilitators_of(call) if m.erased_at is None),
    )


def _here() -> Select[Any]:
    return select(Member.id).where(Member.erased_at.is_(None))


def _members(found: Any) -> frozenset[int]:
    return frozenset(db.session.scalars(_here().where(Member.id.in_(found))))


def _around(call: Call) -> tuple[datetime, datetime] | None:
    """From a day before a call began to a day after it ended; None where it was called off."""
    sittings = [sitting for sitting in sittings_of(call) if not sitting.is_cancelled]
    if not sittings:
        return None
    begun, ended = min(s.starts_at for s in sittings), max(s.ends_at for s in sittings)
    return begun - _DAY, ended + _DAY


def _threads_of(call: Call) -> Any:
    """The threads on a call and on the items that are or were its own."""
    taken_up = (
        select(Spell.item_id)
        .join(Opening, Opening.id == Spell.opening_id)
        .where(Opening.call_id == call.id)
    )
    items = select(Item.id).where(or_(Item.call_id == call.id, Item.id.in_(taken_up)))
    return (
        select(CallThread.thread_id)
        .where(CallThread.call_id == call.id)
        .union(select(ItemThread.thread_id).where(ItemThread.item_id.in_(items)))
    )


def _notes_of(threads: Any, around: tuple[datetime, datetime]) -> dict[int, int]:
    """How many notes each wrote there in that time; those taken out do not count."""
    query = (
        select(Note.by_id, func.count())
        .where(
            Note.thread_id.in_(threads),
            Note.by_id.in_(_here()),
            Note.made_at.between(*around),
            ~exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands()),
        )
        .group_by(Note.by_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _on_patterns(
    call: Call, threads: Any, around: tuple[datetime, datetime]
) -> dict[str, frozenset[int]]:
    """Who wrote and who reviewed, in that time, patterns that came up at a call: its agenda or a
    note led to them, or a note was where they began.
    """
    said = select(Note.id).where(Note.thread_id.in_(threads))
    led_to = select(PatternCitation.pattern_id)
    came_up = set(db.session.scalars(led_to.where(PatternCitation.call_id == call.id)))
    came_up |= set(db.session.scalars(led_to.where(PatternCitation.note_id.in_(said))))
    began = select(PatternNoteSource.pattern_id).where(PatternNoteSource.note_id.in_(said))
    came_up |= set(db.session.scalars(began))
    if not came_up:
        return {}
    wrote = select(PatternRevision.by_id).where(
        PatternRevision.pattern_id.in_(came_up), PatternRevision.at.between(*around)
    )
    read = select(Review.by_id).where(
        Review.pattern_id.in_(came_up), Review.at.between(*around), Review.withdrawn_at.is_(None)
    )
    return {"edited": _members_of(wrote), "reviewed": _members_of(read)}


def _members_of(people: Any) -> frozenset[int]:
    return frozenset(db.session.scalars(_here().where(Member.person_id.in_(people))))
