"""Guests propose items; whoever holds the call takes them among the proposals, or leaves them."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from community.access import Viewer
from community.accounts import limits
from community.accounts.guests import address_key_of, member_of
from community.accounts.limits import Limit
from community.accounts.models import Member, Person
from community.calls.models import Call
from community.calls.queries import facilitates
from community.conduct.standing import limits_of
from community.db import db, locked
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.errors import TooMany
from community.events import announce
from community.first_links import are_known, has_link, links_in
from community.limits import refuse_what_is_stopped

from . import versions
from .drafts import ItemDraft
from .events import ProposalWaits
from .guest_models import GuestProposal, Outcome
from .guest_queries import is_from_guest
from .models import Item, State
from .policies import Permission
from .proposing import refuse_closed
from .writing import write_item

MOST_WAITING = 3  # of one guest for a call
A_DAY = Limit(  # of one guest, whatever has become of them, taken back or forgotten
    "guest proposal", 6, timedelta(days=1), "You have proposed a good deal today."
)


def must_wait(call: Call, draft: ItemDraft, who: Viewer) -> bool:
    """Whether what a member proposes has to be read first by somebody who holds the call: where it
    has a link, no link of theirs is known, and they were entrusted with nothing.

    Raises `community.text.TextTooLong`.
    """
    if who.member is None or who.roles or facilitates(who.member, call):
        return False
    texts = draft.title, draft.body, draft.for_people, draft.for_business
    return has_link(*texts) and not are_known(who.member.id)


def in_one_text(draft: ItemDraft) -> ItemDraft:
    """The same with all its texts in its body, as what waits has but one."""
    sides = (("For people", draft.for_people), ("For business", draft.for_business))
    parts = [draft.body, *(f"**{name}:** {text}" for name, text in sides if text)]
    return replace(draft, body="\n\n".join(filter(None, parts)))


def shows_links_of(member_id: int) -> ColumnElement[bool]:
    """For a query: whether an item that a member has proposed has a link: whoever holds the call
    has read it, or nobody had to.
    """
    links = links_in(Item.body_html, Item.people_html, Item.business_html)
    return exists().where(Item.proposed_by_id == member_id, links, ~is_from_guest(Item.id))


def propose(
    call: Call,
    draft: ItemDraft,
    *,
    leads: bool,
    said: Said,
    by: Person,
    is_first_link: bool = False,
    now: datetime,
) -> GuestProposal:
    """Propose an item for a call as a guest, or as a member by a first link; `leads`: they would
    lead it. The same once more while it waits changes nothing.

    Raises `community.agendas.proposing.TooLateToPropose`, `community.errors.TooMany`, and
    `community.limits.Limited` where a measure stops them.
    """
    agenda = versions.hold(call, now=now)
    refuse_what_is_stopped(limits_of(by.id, now), Permission.PROPOSE, agenda.call)
    refuse_closed(agenda.call, now)
    waiting = _waiting(agenda.call_id, by)
    for row in waiting:
        if (row.title, row.body) == (draft.title, draft.body):
            return row
    if len(waiting) >= MOST_WAITING:
        raise TooMany(
            f"{MOST_WAITING} of your proposals wait to be read. See what becomes of them."
        )
    limits.count(A_DAY, f"to {address_key_of(by.id)}", now=now)
    row = GuestProposal(
        call_id=agenda.call_id,
        person_id=by.id,
        leads=leads,
        is_first_link=is_first_link,
        disclosure_id=disclose(said, by=by, now=now).id,
        made_at=now,
        **{name: getattr(draft, name) for name in ("title", "body", "kind", "minutes")},
    )
    return _kept(row, agenda.call, now)


def _kept(row: GuestProposal, call: Call, now: datetime) -> GuestProposal:
    db.session.add(row)
    db.session.flush()
    if row.is_first_link and row.person_id is not None:
        member = member_of(row.person_id)
        if member is not None:
            announce(ProposalWaits(call, member.id, now))
    return row


def take_back(proposal: GuestProposal) -> None:
    """The guest does not propose it any more. What was taken or left stays as it is."""
    row = db.session.get(GuestProposal, proposal.id, with_for_update=True, populate_existing=True)
    if row is not None and row.outcome is None:
        db.session.delete(row)
        db.session.flush()


def take_up(proposal: GuestProposal, *, by: Member, now: datetime) -> Item:
    """Put it among the proposals, where members see it and vote. Doing it twice changes nothing. Of
    a member nothing else is left: it is theirs as if they had proposed it now.

    Raises `community.agendas.proposing.TooLateToPropose`, and
    `community.distance.forbidding.ContactForbidden`.
    """
    agenda = versions.hold(proposal.call, now=now)
    row = locked(GuestProposal, proposal.id)
    if row.item is not None:
        return row.item
    refuse_closed(agenda.call, now)
    guest = member_of(row.person_id) if row.person_id is not None else None
    draft = ItemDraft(
        title=row.title,
        body=row.body,
        kind=row.kind,
        minutes=row.minutes,
        disclosure_id=row.disclosure_id,
        owners=(guest.id,) if guest is not None and row.leads else (),
    )
    item = write_item(agenda.call_id, draft, state=State.PROPOSED, by=by, now=now)
    item.proposed_by_id = guest.id if guest is not None else by.id
    if row.is_first_link and guest is not None:
        db.session.delete(row)
        db.session.flush()
        return item
    row.title, row.body, row.item = "", "", item
    _end(row, Outcome.TAKEN, by, now)
    return item


def leave(proposal: GuestProposal, *, by: Member, now: datetime) -> None:
    """It is not taken; the guest reads so. Doing it twice changes nothing."""
    row = locked(GuestProposal, proposal.id)
    if row.outcome is None:
        _end(row, Outcome.LEFT, by, now)


def read_again(proposal: GuestProposal) -> None:
    """It waits to be read once more. What does not stand left stays as it is."""
    row = locked(GuestProposal, proposal.id)
    if row.outcome is Outcome.LEFT:
        row.outcome, row.ended_at, row.ended_by_id = None, None, None
        db.session.flush()


def _end(row: GuestProposal, outcome: Outcome, by: Member, now: datetime) -> None:
    row.outcome, row.ended_at, row.ended_by_id = outcome, now, by.id
    db.session.flush()


def _waiting(call_id: int, by: Person) -> list[GuestProposal]:
    query = select(GuestProposal).where(
        GuestProposal.call_id == call_id,
        GuestProposal.person_id == by.id,
        GuestProposal.outcome.is_(None),
    )
    return list(db.session.scalars(query.order_by(GuestProposal.id)))
