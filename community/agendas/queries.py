"""Reads about agendas: items with where they stand, owners, votes; a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, false, func, or_, select, union_all

from community.accounts.models import Member
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.db import db

from .brought import BroughtVotes
from .carried import CarriedItem, CarriedOver
from .models import Agenda, Item, ItemOwner, ItemState, State, Vote
from .proposal_words import ProposalWords


@dataclass(frozen=True, slots=True)
class Tally:
    """How many vote for an item, and how many of them would take part in it."""

    votes: int = 0
    joiners: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The call an item came from: its title, its address where that is no secret, its start."""

    title: str
    slug: str | None
    starts_at: datetime


def item_by_key(key: str) -> Item | None:
    """The item at an address."""
    return db.session.scalar(select(Item).where(Item.key == key))


def items_of(call_id: int, states: Collection[State] = tuple(State)) -> Sequence[Item]:
    """The items of a call in these states, in the order of its agenda."""
    query = (
        select(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, ItemState.state.in_(states))
        .order_by(Item.place, Item.id)
    )
    return db.session.scalars(query).unique().all()


def proposals_and_own(call_id: int, member_id: int | None) -> Sequence[Item]:
    """The proposals for a call, with those that were, and whatever became of those of a member, in
    the same order; with those that they took from guests.
    """
    was_one = exists().where(ProposalWords.item_id == Item.id).correlate(Item)
    mine = Item.proposed_by_id == member_id if member_id is not None else false()
    query = (
        select(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, or_(ItemState.state == State.PROPOSED, was_one, mine))
        .order_by(Item.place, Item.id)
    )
    return db.session.scalars(query).unique().all()


def with_a_past(call_id: int) -> set[int]:
    """The items of a call that stood otherwise before, by their numbers. One query."""
    query = select(ItemState.item_id).join(Item, Item.id == ItemState.item_id)
    query = query.where(Item.call_id == call_id, ItemState.ended_at.is_not(None))
    return set(db.session.scalars(query.distinct()))


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
    """The votes for each of `items`, here and where it was brought from, by its id; none: not in
    it. One query.
    """
    numbers, brought = [item.id for item in items], BroughtVotes
    here = select(Vote.item_id, func.count(), func.sum(case((Vote.would_join, 1), else_=0)))
    elsewhere = select(brought.item_id, brought.votes, brought.joiners)
    query = union_all(
        here.where(Vote.item_id.in_(numbers)).group_by(Vote.item_id),
        elsewhere.where(brought.item_id.in_(numbers)),
    )
    found: dict[int, Tally] = {}
    for item, votes, joiners in db.session.execute(query):
        before = found.get(item, Tally())
        found[item] = Tally(before.votes + votes, before.joiners + joiners)
    return found


def votes_of(member: Member, items: Sequence[Item]) -> Mapping[int, Vote]:
    """The member's own votes among `items`, by item. One query."""
    query = select(Vote).where(
        Vote.member_id == member.id, Vote.item_id.in_([item.id for item in items])
    )
    return {vote.item_id: vote for vote in db.session.scalars(query)}


def origins_of(items: Sequence[Item]) -> Mapping[int, Origin]:
    """The call from which each of `items` was carried over last, by item. One query."""
    starts = select(func.min(Sitting.starts_at)).where(Sitting.call_id == Call.id)
    query = (
        select(CarriedItem.item_id, Call, starts.correlate(Call).scalar_subquery())
        .join(Call, Call.id == CarriedItem.from_call_id)
        .where(
            CarriedItem.item_id.in_([item.id for item in items]), CarriedItem.undone_at.is_(None)
        )
        .order_by(CarriedItem.id)
    )
    return {
        item_id: Origin(call.title, None if call.visibility is Visibility.LINK else call.slug, day)
        for item_id, call, day in db.session.execute(query).unique()
    }


def version_of(call: Call) -> int:
    """The version of a call's draft; 0 where nobody has begun one."""
    query = select(Agenda.version).where(Agenda.call_id == call.id)
    return db.session.scalar(query) or 0


def minutes_available(sittings: Sequence[Sitting]) -> int:
    """How long a call lasts: the shortest of its sittings that are held, or of all of them."""
    held = [sitting.minutes for sitting in sittings if not sitting.is_cancelled]
    return min(held or [sitting.minutes for sitting in sittings], default=0)


def is_over(call: Call, now: datetime) -> bool:
    """Whether the last sitting of a call that is held has ended."""
    return _are_over(sittings_of(call), now)


def why_closed(sittings: Sequence[Sitting], now: datetime) -> str | None:
    """Why a call of these sittings, all it has, takes no proposals and no votes; None: it does."""
    if _are_over(sittings, now):
        return "This call is over. Propose it for the next one."
    if all(sitting.is_cancelled for sitting in sittings):
        return "This call is cancelled, so nothing is proposed for it or voted on."
    return None


def _are_over(sittings: Sequence[Sitting], now: datetime) -> bool:
    held = [sitting for sitting in sittings if not sitting.is_cancelled]
    return all(sitting.is_over(now) for sitting in held or sittings)


def number_of_items(call_id: int, *states: State) -> int:
    """How many items of a call stand in one of these states."""
    query = (
        select(func.count())
        .select_from(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, ItemState.state.in_(states))
    )
    return db.session.scalar(query) or 0


def moved_to(call: Call, member: Member | None) -> str | None:
    """The address of the call to which what was left over has moved, where the reader, a visitor
    without `member`, may be led there.
    """
    query = select(Call).join(CarriedOver, CarriedOver.to_call_id == Call.id)
    found = db.session.scalar(query.where(CarriedOver.call_id == call.id))
    if found is None or found.is_removed or found.visibility is Visibility.LINK:
        return None
    return found.slug if member or found.visibility is Visibility.PUBLIC else None
