"""Letters about proposals: to whoever proposed items for a call, which are on its agenda, which not
and why; and to those who hold the call, that some wait with a first link, not what they say.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from community.accounts.guests import member_of
from community.accounts.models import Member
from community.accounts.sessions import as_reader
from community.calls.models import Call
from community.calls.policies import may_see_series
from community.calls.queries import facilitates, facilitators_of
from community.db import db
from community.distance.queries import who_keeps_off
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe, owe_all, told_already

from .events import ProposalAnswered, ProposalWaits
from .guest_models import GuestProposal
from .guest_queries import guest_of_item, guests_of, is_own, unanswered
from .models import Item, ItemState, State
from .notices import GATHERING
from .proposal_queries import words_kept_of

ANSWERED, WAIT = "proposal_answered", "proposals_wait"
GATHERED = timedelta(minutes=30)


def proposal_answered(event: ProposalAnswered) -> None:
    """Tell a member who proposed it, once for what is answered within a few minutes; what a guest
    proposed is nobody's who took it.
    """
    item, proposer = event.item, event.item.proposed_by
    if proposer.id == event.by.id or not is_own(item, guest_of_item(item), proposer):
        return
    owe(
        ANSWERED,
        person_id=proposer.person_id,
        about=f"proposals for call {item.call_id}",
        facts={"call": item.call_id},
        due_at=event.at + GATHERING,
        gathers=True,
        now=event.at,
    )


def proposal_waits(event: ProposalWaits) -> None:
    """Tell those who hold the call, gathered; but not of what is by somebody they mute or block."""
    holders = facilitators_of(event.call)
    off = who_keeps_off(event.by_id, [one.id for one in holders])
    owe_all(
        WAIT,
        [one.person_id for one in holders if one.id not in off],
        about=f"proposals that wait for call {event.call.id}",
        facts={"call": event.call.id},
        due_at=event.at + GATHERED,
        gathers=True,
        now=event.at,
    )


def _write(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing of what was undone meanwhile, or where they may not see the call any more."""
    call = db.session.get(Call, letter.facts["call"])
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if call is None or member is None or call.is_removed:
        return None
    items = _answered(call, member, letter)
    if not items or not may_see_series(as_reader(member, now), call):
        return None
    kept = words_kept_of([item.id for item in items])
    return Draft(
        {
            "title": call.title,
            "answers": [
                {
                    "title": kept.get(item.id, item).title,
                    "is_accepted": item.state is State.ACCEPTED,
                    "why": item.standing.why,
                }
                for item in items
            ],
            "page": absolute("agendas.show_agenda", slug=call.slug),
        }
    )


def _answered(call: Call, member: Member, letter: Letter) -> list[Item]:
    """Their proposals that were answered since the letter was owed, as far as none has told it:
    what stood as one until then and is no guest's.
    """
    before = aliased(ItemState)
    was_one = exists().where(
        before.item_id == Item.id,
        before.state == State.PROPOSED,
        before.ended_at >= letter.owed_at,
    )
    query = (
        select(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(
            Item.call_id == call.id,
            Item.proposed_by_id == member.id,
            ItemState.state.in_((State.ACCEPTED, State.DECLINED)),
            ItemState.by_id != member.id,
            was_one,
            ItemState.at >= letter.owed_at,
        )
        .order_by(ItemState.at, Item.id)
    )
    told = told_already(letter)
    found = db.session.scalars(query).unique().all()
    guests = guests_of(found) if found else {}
    own = (item for item in found if is_own(item, guests.get(item.id), member))
    return [item for item in own if not is_within(item.standing.at, told)]


def _write_waits(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """How many wait; nothing where all have been read by now, or somebody else holds the call."""
    call = db.session.get(Call, letter.facts["call"])
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if call is None or call.is_removed or member is None or not facilitates(member, call):
        return None
    waits = unanswered(call.id), GuestProposal.is_first_link
    number = db.session.scalar(select(func.count()).select_from(GuestProposal).where(*waits))
    if not number:
        return None
    page = absolute("agendas.show_draft", slug=call.slug)
    return Draft({"title": call.title, "number": number, "page": page})


KINDS = (
    Kind(ANSWERED, Group.AGENDAS, _write),
    Kind(WAIT, Group.AGENDAS, _write_waits),
)
