"""What agendas hold of somebody who proposed items as a guest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import selectinload

from community.accounts.events import MemberJoined
from community.accounts.guests import member_of
from community.accounts.models import Member
from community.attendance.events import PeopleJoined
from community.db import db

from .drafts import ItemDraft
from .guest_models import GuestProposal
from .models import Item, ItemOwner, State
from .proposal_keeping import forget_words
from .states import stand
from .writing import fill

GONE = "Taken back"
GIVES_WAY = frozenset({State.PROPOSED, State.WITHDRAWN, State.DECLINED})
"""Where an item goes with whoever proposed it: nobody has taken it up."""


def export_as_guest(person_id: int) -> dict[str, Any]:
    """What they have proposed as a guest, with what became of it."""
    return {
        "agenda items proposed as a guest": [
            {
                "title": row.item.title if row.item is not None else row.title,
                "call": row.call.title,
                "what it is about": row.item.body_source if row.item is not None else row.body,
                "kind": row.kind.value,
                "minutes": row.minutes,
                "proposed": row.made_at,
                "became": row.outcome.value if row.outcome else "waits",
            }
            for row in _rows(person_id)
        ]
    }


def erase_as_guest(person_id: int, now: datetime) -> None:
    """Delete what was not taken, and take back what is no more than proposed. What has been on an
    agenda stays, as proposed by a guest.
    """
    mine = GuestProposal.person_id == person_id
    for row in _rows(person_id):
        item = row.item
        if item is not None and item.state in GIVES_WAY:
            fill(item, ItemDraft(title=GONE, kind=item.kind, minutes=item.minutes), now=now)
            forget_words([item])
            if item.state is State.PROPOSED and row.ended_by_id is not None:
                stand(item, State.WITHDRAWN, by_id=row.ended_by_id, now=now)
    fetch = {"synchronize_session": "fetch"}
    gone = delete(GuestProposal).where(mine, GuestProposal.item_id.is_(None))
    db.session.execute(gone, execution_options=fetch)
    nameless = update(GuestProposal).where(mine).values(person_id=None)
    db.session.execute(nameless, execution_options=fetch)


def people_joined(event: PeopleJoined) -> None:
    """Let what one person has proposed as a guest be another's, who turns out to be the same, and
    is a member.
    """
    theirs = update(GuestProposal).where(GuestProposal.person_id == event.gone_id)
    db.session.execute(
        theirs.values(person_id=event.kept_id), execution_options={"synchronize_session": "fetch"}
    )
    member = member_of(event.kept_id)
    if member is not None:
        _give(member)


def member_joined(event: MemberJoined) -> None:
    """Let what was taken of what they proposed as a guest be theirs to change and to take back,
    and to lead where they said that they would.
    """
    _give(event.member)


def _give(member: Member) -> None:
    taken = select(GuestProposal.item_id).where(
        GuestProposal.person_id == member.person_id, GuestProposal.item_id.is_not(None)
    )
    theirs = update(Item).where(Item.id.in_(taken)).values(proposed_by_id=member.id)
    db.session.execute(theirs, execution_options={"synchronize_session": "fetch"})
    led = exists().where(ItemOwner.item_id == Item.id)
    query = select(Item).where(Item.id.in_(taken.where(GuestProposal.leads)), ~led)
    for item in db.session.scalars(query.order_by(Item.id)).unique():
        if item.state is State.PROPOSED:
            db.session.add(ItemOwner(item_id=item.id, member_id=member.id))
    db.session.flush()


def _rows(person_id: int) -> Sequence[GuestProposal]:
    query = select(GuestProposal).where(GuestProposal.person_id == person_id)
    whole = query.options(selectinload(GuestProposal.call), selectinload(GuestProposal.item))
    return db.session.scalars(whole.order_by(GuestProposal.id)).unique().all()
