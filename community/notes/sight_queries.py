"""Which notes stay between some people: conditions for reads of notes, and who was there.

What is said about an item off the record is read by those who were there when it was spoken about,
by who holds the call, and by who wrote it: by name, and not what was said before they came or at
another sitting. What is said about an item of a draft is read by whoever sees the item; what
everybody could read, as it was proposed, they go on reading.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select

from community.agendas.editions import EditionItem
from community.agendas.models import Item, ItemState, State
from community.agendas.off_record import is_off_record
from community.agendas.proposal_words import ProposalWords
from community.calls.call_queries import is_led_by
from community.db import db

from .models import ItemThread, Note

Condition = Callable[[Any, int, Any], ColumnElement[bool]]
_conditions: list[Condition] = []


def ask_who_was_there(condition: Condition) -> None:
    """Let a feature below say whether a member was there when an item was spoken about, by the
    number of the item, or a column with it, and that of the member; or by the instant at which
    something was said, where there is one.
    """
    if condition not in _conditions:
        _conditions.append(condition)


def was_there(item_id: int, member_id: int, said_at: datetime | None = None) -> bool:
    """Whether a member was there when an item was spoken about; where something was said of it and
    in time to hear it, with `said_at`.
    """
    return bool(db.session.scalar(select(_were_there(item_id, member_id, said_at))))


def kept_back(thread_id: int, item_id: int, member_id: int) -> set[str]:
    """The keys of the notes about an item off the record that were said where or when a member was
    not there, but for their own. One query.
    """
    query = select(Note.key).where(
        Note.thread_id == thread_id,
        Note.by_id != member_id,
        ~_were_there(item_id, member_id, Note.made_at),
    )
    return set(db.session.scalars(query))


def is_kept_from(member_id: int) -> ColumnElement[bool]:
    """Whether a note, of a query that has its call, is not for this member to read because of the
    item it is about.
    """
    closed = _about_item(_is_closed_to(member_id, Note.made_at))
    return closed & ~is_led_by(member_id) & (Note.by_id != member_id)


def is_item_kept_from(member_id: int) -> ColumnElement[bool]:
    """Whether what is said about an item, of a query that has its call, is not for this member."""
    return _is_closed_to(member_id) & ~is_led_by(member_id)


def _is_closed_to(member_id: int, said_at: Any = None) -> ColumnElement[bool]:
    """Whether an item is off the record and the member was not there, or is of a draft that they do
    not see; whoever holds the call aside.
    """
    there = _were_there(Item.id, member_id, said_at)
    sees_draft = or_(_is_proposal(), Item.proposed_by_id == member_id)
    return or_(is_off_record() & ~there, ~is_off_record() & ~_is_published() & ~sees_draft)


def is_kept_from_lists(*, for_owner: bool) -> ColumnElement[bool]:
    """Whether a note does not stand in a list that many read: never what was said off the record,
    and what was said about an item of a draft for those alone who hold the call.
    """
    return _about_item(is_off_record() if for_owner else or_(is_off_record(), ~_is_published()))


def is_kept_from_search() -> ColumnElement[bool]:
    """Whether a note is found by nobody, even by those who may read it: what was said off the
    record, and what was said about an item of a draft.
    """
    return _about_item(or_(is_off_record(), ~_is_published() & ~_is_proposal()))


def _were_there(item_id: Any, member_id: int, said_at: Any = None) -> ColumnElement[bool]:
    return or_(false(), *(condition(item_id, member_id, said_at) for condition in _conditions))


def _about_item(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ItemThread.thread_id == Note.thread_id, Item.id == ItemThread.item_id, condition
    )


def _is_published() -> ColumnElement[bool]:
    """Whether an item has been read by everybody who may see its call: in an edition, or as a
    proposal before it was decided about.
    """
    published = exists().where(EditionItem.item_id == Item.id).correlate(Item)
    return or_(published, exists().where(ProposalWords.item_id == Item.id).correlate(Item))


def _is_proposal() -> ColumnElement[bool]:
    proposed = exists().where(
        ItemState.item_id == Item.id,
        ItemState.ended_at.is_(None),
        ItemState.state == State.PROPOSED,
    )
    return proposed.correlate(Item)
