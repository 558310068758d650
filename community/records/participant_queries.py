"""Who took part in a call: was there, wrote a note, answered that they are going, facilitates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from community.accounts.models import Member
from community.agendas.models import Item
from community.attendance.models import Answer, Rsvp
from community.calls.models import Call
from community.calls.owners import Ownership
from community.calls.times import Sitting
from community.db import db
from community.facilitation.models import Opening, Presence
from community.notes.models import CallThread, ItemThread, Note, NoteRemoval

from .models import Period


def took_part(member: Member, call: Call) -> bool:
    """Whether a member took part. One query."""
    query = _members(call).where(Member.id == member.id)
    return db.session.scalar(query) is not None


def people_who_took_part(call: Call) -> Sequence[int]:
    """The ids of the people who took part, as members. One query."""
    query = _members(call).with_only_columns(Member.person_id)
    return db.session.scalars(query.order_by(Member.person_id)).all()


def _members(call: Call) -> Select[Any]:
    return select(Member.id).where(or_(_was_there(call), _wrote(call), _went(call), _holds(call)))


def _was_there(call: Call) -> ColumnElement[bool]:
    openings = select(Opening.id).where(Opening.call_id == call.id)
    return exists().where(Presence.member_id == Member.id, Presence.opening_id.in_(openings))


def _wrote(call: Call) -> ColumnElement[bool]:
    """A note that stands, in the thread of the call or of an item on its agenda, written before
    the record was first open for correction: afterwards anybody could let themselves in with one.
    """
    opened = exists().where(Period.call_id == call.id, Period.at <= Note.made_at)
    removed = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    of_call = select(CallThread.thread_id).where(CallThread.call_id == call.id)
    of_items = (
        select(ItemThread.thread_id)
        .join(Item, Item.id == ItemThread.item_id)
        .where(Item.call_id == call.id)
    )
    return exists().where(
        Note.by_id == Member.id,
        or_(Note.thread_id.in_(of_call), Note.thread_id.in_(of_items)),
        ~opened,
        ~removed,
    )


def _went(call: Call) -> ColumnElement[bool]:
    sittings = select(Sitting.id).where(Sitting.call_id == call.id)
    return exists().where(
        Rsvp.person_id == Member.person_id,
        Rsvp.answer == Answer.GOING,
        Rsvp.sitting_id.in_(sittings),
    )


def _holds(call: Call) -> ColumnElement[bool]:
    return exists().where(
        Ownership.member_id == Member.id,
        Ownership.ended_at.is_(None),
        Ownership.series_id == call.series_id
        if call.series_id is not None
        else Ownership.call_id == call.id,
    )
