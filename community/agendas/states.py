"""What becomes of items: accepted, declined with a word why, parked, withdrawn, and undone.

Each change ends one row of an item's states and begins another; nothing of the past is lost.
"""

from datetime import datetime

from sqlalchemy import select, update

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal
from community.events import announce

from . import versions
from .events import ProposalAnswered
from .models import Item, ItemState, State
from .proposal_keeping import keep_words
from .proposing import refuse_closed, refuse_heap
from .writing import next_place

_FROM = {
    State.ACCEPTED: {State.PROPOSED, State.DECLINED, State.PARKED, State.DISCUSSED},
    State.DECLINED: {State.PROPOSED, State.ACCEPTED, State.PARKED},
    State.PARKED: {State.PROPOSED, State.ACCEPTED, State.DISCUSSED},
    State.DISCUSSED: {State.ACCEPTED, State.PARKED},
    State.WITHDRAWN: {State.PROPOSED},
}
_WORDS = {
    State.PROPOSED: "a proposal",
    State.ACCEPTED: "on the agenda",
    State.DECLINED: "declined",
    State.DISCUSSED: "discussed already",
    State.PARKED: "parked",
    State.WITHDRAWN: "withdrawn",
}


class NotFromHere(Refusal):
    """What was asked for does not follow from where the item stands."""


class NeedsAWord(Refusal):
    """Whoever proposed something is told why it is declined."""


def accept(item: Item, *, by: Member, now: datetime) -> None:
    """Take an item onto the agenda, at its end. Twice changes nothing."""
    _settle(item, State.ACCEPTED, by=by, now=now)


def decline(item: Item, *, by: Member, why: str, now: datetime) -> None:
    """Say no, and why. Twice changes nothing. Raises `NeedsAWord` without a reason."""
    if not why:
        raise NeedsAWord("Say in a word why, so that whoever proposed it knows.")
    _settle(item, State.DECLINED, by=by, why=why, now=now)


def park(item: Item, *, by: Member | None, now: datetime) -> None:
    """Keep an item for later; without `by` it was not reached. Twice changes nothing."""
    _settle(item, State.PARKED, by=by, now=now)


def discuss(item: Item, *, by: Member | None, now: datetime) -> None:
    """Note that an item has been discussed, without `by` by itself. Twice changes nothing."""
    _settle(item, State.DISCUSSED, by=by, now=now)


def withdraw(item: Item, *, by: Member, now: datetime) -> None:
    """Take back what one has proposed. Twice changes nothing."""
    _settle(item, State.WITHDRAWN, by=by, now=now)


def undo(item: Item, *, state_id: int, by: Member, now: datetime) -> State:
    """Let an item stand where it stood before the state with the number `state_id`, which is the
    one that was looked at; where it no longer stands, nothing changes. Gives where it stands.
    Raises `TooMany` where somebody brings back more of their own than they may propose, and
    `community.agendas.proposing.TooLateToPropose` where the call takes none any more.
    """
    item, agenda = versions.hold_item(item, now=now)
    if item.standing.id != state_id:
        return item.state
    before = state_before(item)
    if before is None:
        return item.state
    if before.state is State.PROPOSED and item.proposed_by_id == by.id:
        if item.state is State.WITHDRAWN:
            refuse_closed(agenda.call, now)
        refuse_heap(item.call_id, by)
    if before.state is State.ACCEPTED:
        item.place = next_place(item.call_id)
    stand(item, before.state, by_id=by.id, why=before.why, now=now)
    versions.touch(agenda, now=now)
    return before.state


def stand(item: Item, state: State, *, by_id: int | None, why: str = "", now: datetime) -> None:
    """End the row in which an item stands and begin another; the agenda is held by the caller."""
    keep_words(item, state)
    db.session.execute(
        update(ItemState)
        .where(ItemState.item_id == item.id, ItemState.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
    db.session.add(ItemState(item_id=item.id, state=state, by_id=by_id, at=now, why=why))
    item.version += 1  # whoever rewords it has to see first what became of it
    item.updated_at = now
    db.session.flush()
    db.session.expire(item, ["standing"])


def _settle(item: Item, state: State, *, by: Member | None, why: str = "", now: datetime) -> None:
    item, agenda = versions.hold_item(item, now=now)
    if item.state is state:
        return
    if item.state not in _FROM[state]:
        raise NotFromHere(f"“{item.title}” is {_WORDS[item.state]}, so this cannot be done.")
    if state is State.ACCEPTED:
        item.place = next_place(item.call_id)
    is_answer = item.state is State.PROPOSED and state in {State.ACCEPTED, State.DECLINED}
    stand(item, state, by_id=by.id if by else None, why=why, now=now)
    versions.touch(agenda, now=now)
    if is_answer and by is not None:
        announce(ProposalAnswered(item, by, now))


def state_before(item: Item) -> ItemState | None:
    """Where an item stood before it stood as it does."""
    query = (
        select(ItemState)
        .where(ItemState.item_id == item.id, ItemState.ended_at.is_not(None))
        .order_by(ItemState.id.desc())
    )
    return db.session.scalars(query.limit(1)).one_or_none()
