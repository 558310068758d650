"""Reads about agendas: items with where they stand, owners, votes; a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.db import db

from .models import Agenda, Item, ItemOwner, ItemState, State, Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """How many vote for an item, and how many of them would take part in it."""

    votes: int = 0
    joiners: int = 0


def item_numbered(number: int) -> Item | None:
    """The item with this number."""
    return db.session.get(Item, number)


def items_of(call_id: int, states: Collection[State] = tuple(State)) -> Sequence[Item]:
    """The items of a call in these states, in the order of its agenda."""
    query = (
        select(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, ItemState.state.in_(states))
        .order_by(Item.place, Item.id)
    )
    return db.session.scalars(query).unique().all()


def owners_of(items: Sequence[Item]) -> Mapping[int, Sequence[Member]]:
    """Who leads each of `items`, by its id; none: not in it. One query."""
    query = (
        select(ItemOwner)
        .where(ItemOwner.item_id.in_([item.id for item in items]))
        .order_by(ItemOwner.id)
    )
    found: dict[int, list[Member]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.item_id, []).append(row.member)
    return found


def tallies_of(items: Sequence[Item]) -> Mapping[int, Tally]:
    """The votes for each of `items`, by its id; none: not in it. One query."""
    joins = func.sum(case((Vote.would_join, 1), else_=0))
    query = (
        select(Vote.item_id, func.count(), joins)
        .where(Vote.item_id.in_([item.id for item in items]))
        .group_by(Vote.item_id)
    )
    return {item: Tally(votes, joiners) for item, votes, joiners in db.session.execute(query)}


def votes_of(member: Member, items: Sequence[Item]) -> Mapping[int, Vote]:
    """The member's own votes among `items`, by item. One query."""
    query = select(Vote).where(
        Vote.member_id == member.id, Vote.item_id.in_([item.id for item in items])
    )
    return {vote.item_id: vote for vote in db.session.scalars(query)}


def version_of(call: Call) -> int:
    """The version of a call's draft; 0 where nobody has begun one."""
    query = select(Agenda.version).where(Agenda.call_id == call.id)
    return db.session.scalar(query) or 0


def minutes_available(sittings: Sequence[Sitting]) -> int:
    """How long a call lasts: the shortest of its sittings that are held, or of all of them."""
    held = [sitting.minutes for sitting in sittings if not sitting.is_cancelled]
    return min(held or [sitting.minutes for sitting in sittings], default=0)


def is_over(call: Call, now: datetime) -> bool:
    """Whether the last sitting of a call has ended."""
    return all(sitting.is_over(now) for sitting in sittings_of(call))


def number_of_items(call_id: int, state: State) -> int:
    """How many items of a call stand so."""
    query = (
        select(func.count())
        .select_from(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, ItemState.state == state)
    )
    return db.session.scalar(query) or 0
