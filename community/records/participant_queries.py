"""Who took part in a call: was there, wrote a note, answered that they are going, facilitates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Member
from community.agendas.carried import CarriedItem
from community.agendas.models import Item
from community.attendance.models import Answer, Rsvp
from community.calls.models import Call
from community.calls.queries import standing_owners
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
    took_part = union_all(_were_there(call), *_wrote(call), _went(call), standing_owners(call))
    return select(Member.id).where(Member.id.in_(took_part))


def _were_there(call: Call) -> Select[Any]:
    openings = select(Opening.id).where(Opening.call_id == call.id)
    return select(Presence.member_id).where(Presence.opening_id.in_(openings))


def _wrote(call: Call) -> tuple[Select[Any], Select[Any]]:
    """A note that stands, in the thread of the call or, while it was there, of an item, written
    before the record was first open for correction: afterwards anybody could let themselves in
    with one.
    """
    opened = exists().where(Period.call_id == call.id, Period.at <= Note.made_at)
    removed = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    on_call = CallThread.thread_id == Note.thread_id, CallThread.call_id == call.id
    on_item = ItemThread.thread_id == Note.thread_id, ItemThread.item_id == Item.id
    written = select(Note.by_id).where(~opened, ~removed)
    on_agenda = Item.id.in_(_items_once_of(call)), *_was_there(call)
    return written.where(*on_call), written.where(*on_item, *on_agenda)


def _items_once_of(call: Call) -> CompoundSelect[Any]:
    moved = select(CarriedItem.item_id).where(*_carried(CarriedItem.from_call_id, call))
    return select(Item.id).where(Item.call_id == call.id).union(moved)


def _was_there(call: Call) -> tuple[ColumnElement[bool], ...]:
    """Whether an item stood on the agenda of the call as a note of the query was made."""
    of_item = CarriedItem.item_id == Item.id
    went_later = exists().where(
        of_item, *_carried(CarriedItem.from_call_id, call), CarriedItem.at >= Note.made_at
    )
    came_later = exists().where(
        of_item, *_carried(CarriedItem.to_call_id, call), CarriedItem.at >= Note.made_at
    )
    return or_(Item.call_id == call.id, went_later), ~came_later


def _carried(side: InstrumentedAttribute[int], call: Call) -> tuple[ColumnElement[bool], ...]:
    return side == call.id, CarriedItem.undone_at.is_(None)


def _went(call: Call) -> Select[Any]:
    return (
        select(Member.id)
        .join(Rsvp, Rsvp.person_id == Member.person_id)
        .join(Sitting, Sitting.id == Rsvp.sitting_id)
        .where(Rsvp.answer == Answer.GOING, Sitting.call_id == call.id)
    )
