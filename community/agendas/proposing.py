"""Proposing items and voting for them: what any member can do before a call."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db, number_of
from community.disclosures.wording import Said
from community.errors import Refusal, TooMany

from . import versions
from .drafts import ItemDraft
from .guest_queries import is_from_guest
from .mentioning import mention
from .models import Item, ItemState, State, Vote
from .queries import owners_of, why_closed
from .writing import write_item

MOST_OPEN = 10
MOST_A_DAY = 20  # whatever has become of them


class TooLateToPropose(Refusal):
    """The call is over, or cancelled."""


class NotAProposal(Refusal):
    """Votes are for what is proposed."""


def propose(
    call: Call,
    draft: ItemDraft,
    *,
    leads: bool,
    said: Said | None = None,
    by: Member,
    now: datetime,
) -> Item:
    """Propose an item for a call; `leads`: the proposer would lead it.

    Raises `TooLateToPropose`, and `TooMany` past ten open proposals of one member for a call,
    or twenty in a day.
    """
    agenda = versions.hold(call, now=now)
    refuse_closed(agenda.call, now)
    refuse_heap(agenda.call_id, by)
    if _number_since(agenda.call_id, by, now - timedelta(days=1)) >= MOST_A_DAY:
        raise TooMany("You have proposed a good deal here today. Propose the rest tomorrow.")
    draft = led_by(draft, by if leads else None)
    item = write_item(agenda.call_id, draft, said=said, state=State.PROPOSED, by=by, now=now)
    mention([item], by=by, now=now)
    return item


def led_by(draft: ItemDraft, leader: Member | None) -> ItemDraft:
    """A proposal led by whoever proposes it, or by nobody yet; never off the record by itself."""
    return ItemDraft(
        title=draft.title,
        body=draft.body,
        kind=draft.kind,
        minutes=draft.minutes,
        for_people=draft.for_people,
        for_business=draft.for_business,
        owners=(leader.id,) if leader else (),
    )


def reworded(item: Item, draft: ItemDraft, *, leads: bool, by: Member) -> ItemDraft:
    """A draft as its proposer may write it over `item`: whether they lead it themselves is theirs
    to say; who else does, and whether it is off the record, stays.
    """
    others = {owner.id for owner in owners_of([item]).get(item.id, ())} - {by.id}
    owners = others | {by.id} if leads else others
    return replace(draft, is_off_record=item.is_off_record, owners=tuple(sorted(owners)))


def refuse_heap(call_id: int, by: Member) -> None:
    """Raise `TooMany` where a member has as many open proposals for a call as one may have."""
    if _number_open(call_id, by) >= MOST_OPEN:
        raise TooMany(f"You have {MOST_OPEN} open proposals here. Wait what becomes of them first.")


def refuse_closed(call: Call, now: datetime) -> None:
    """Raise `TooLateToPropose` where a call takes no proposals and no votes."""
    why = why_closed(sittings_of(call), now)
    if why is not None:
        raise TooLateToPropose(why)


def vote(item: Item, *, by: Member, would_join: bool, now: datetime) -> None:
    """Vote for a proposal, or change whether one would take part. One vote for each member.

    Raises `NotAProposal`, `TooLateToPropose`.
    """
    _refuse_votes(item, now)
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {"item_id": item.id, "member_id": number_of(by), "would_join": would_join, "at": now}
    statement = kind.insert(Vote).values(row)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["item_id", "member_id"], set_={"would_join": would_join, "at": now}
        )
    )


def take_vote_back(item: Item, *, by: Member, now: datetime) -> None:
    """Vote for it no longer. Twice changes nothing."""
    _refuse_votes(item, now)
    mine = Vote.item_id == item.id, Vote.member_id == number_of(by)
    db.session.execute(delete(Vote).where(*mine))


def _refuse_votes(item: Item, now: datetime) -> None:
    if item.call.is_removed:
        raise Refusal("This call has been deleted, so nothing is voted on.")
    if item.state is not State.PROPOSED:
        raise NotAProposal("Votes are for proposals, and this is none any more.")
    refuse_closed(item.call, now)


def _number_open(call_id: int, by: Member) -> int:
    query = (
        select(func.count())
        .select_from(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(
            Item.call_id == call_id,
            Item.proposed_by_id == by.id,
            ItemState.state == State.PROPOSED,
            ~is_from_guest(Item.id),
        )
    )
    return db.session.scalar(query) or 0


def _number_since(call_id: int, by: Member, since: datetime) -> int:
    mine = Item.call_id == call_id, Item.proposed_by_id == by.id, ~is_from_guest(Item.id)
    query = select(func.count()).where(*mine, Item.created_at > since)
    return db.session.scalar(query) or 0
