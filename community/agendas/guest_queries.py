"""Reads about what guests propose: what waits for facilitators, what became of a guest's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member, Person
from community.calls.models import Call
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import told_sentence
from community.text import render_markdown

from .guest_models import GuestProposal
from .models import Item, ItemKind

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a guest proposes, or a member whose first link is in it, for those who hold the call,
    with the name they gave; `is_left`: it was not taken.
    """

    key: str
    name: str
    is_guest: bool
    title: str
    body_html: str
    kind: ItemKind
    minutes: int
    leads: bool
    disclosure: str
    made_at: datetime
    is_left: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody has proposed as a guest, for themselves; `outcome` is empty while it waits."""

    key: str
    title: str
    outcome: str


def proposal_by_key(key: str) -> GuestProposal | None:
    """What a guest proposes, by its address."""
    return db.session.scalar(select(GuestProposal).where(GuestProposal.key == key))


def waiting_for(call_id: int) -> Sequence[Waiting]:
    """What guests propose for a call and nobody has taken: what nobody has answered, then what was
    left, the oldest first. Two queries.
    """
    query = (
        select(GuestProposal)
        .options(joinedload(GuestProposal.person))
        .where(GuestProposal.call_id == call_id, GuestProposal.item_id.is_(None))
        .order_by(GuestProposal.outcome.is_not(None), GuestProposal.id)
    )
    rows = db.session.scalars(query.limit(MOST)).all()
    saids = saids_of({row.disclosure_id for row in rows}) if rows else {}
    return [
        Waiting(
            key=row.key,
            name=row.person.name if row.person else "",
            is_guest=not row.is_first_link,
            title=row.title,
            body_html=render_markdown(row.body),
            kind=row.kind,
            minutes=row.minutes,
            leads=row.leads,
            disclosure=told_sentence(saids[row.disclosure_id]),
            made_at=row.made_at,
            is_left=row.outcome is not None,
        )
        for row in rows
    ]


def own_of(person_id: int, call: Call) -> Sequence[Own]:
    """What somebody has proposed for a call as a guest, the latest first, with what has gone on to
    a later call of its series and waits there.
    """
    of_series = select(Call.id).where(Call.series_id.is_not(None), Call.series_id == call.series_id)
    waits = GuestProposal.outcome.is_(None) & GuestProposal.call_id.in_(of_series)
    query = (
        select(GuestProposal, Item.title)
        .outerjoin(Item, Item.id == GuestProposal.item_id)
        .where(GuestProposal.person_id == person_id, or_(GuestProposal.call_id == call.id, waits))
    )
    rows = db.session.execute(query.order_by(GuestProposal.id.desc()).limit(MOST))
    return [Own(row.key, title or row.title, row.outcome or "") for row, title in rows]


def is_own(item: Item, guest: "GuestProposal | AsGuest | None", member: Member) -> bool:
    """Whether a member has proposed an item themselves, which a `guest` may have: not for one."""
    if item.proposed_by_id != member.id:
        return False
    return guest is None or guest.person_id == member.person_id


def unanswered(call_id: Any) -> ColumnElement[bool]:
    """For a query on what guests propose: whether it waits for a call, by its number or a column
    with it.
    """
    return and_(GuestProposal.call_id == call_id, GuestProposal.outcome.is_(None))


def is_from_guest(item_id: Any) -> ColumnElement[bool]:
    """Whether a guest has proposed an item, by its number or a column with it: for a query."""
    return exists().where(GuestProposal.item_id == item_id)


def guest_of_item(item: Item) -> GuestProposal | None:
    """What an item was, where a guest has proposed it."""
    return db.session.scalar(select(GuestProposal).where(GuestProposal.item_id == item.id))


@dataclass(frozen=True, slots=True)
class AsGuest:
    """Who has proposed an item as a guest: the name they gave, empty where they are forgotten."""

    name: str
    person_id: int | None


def guests_of(items: Collection[Item]) -> Mapping[int, AsGuest]:
    """Of these items, by their numbers, those that a guest has proposed. One query."""
    query = (
        select(GuestProposal.item_id, Person.name, Person.id)
        .outerjoin(Person, Person.id == GuestProposal.person_id)
        .where(GuestProposal.item_id.in_({item.id for item in items}))
    )
    rows = db.session.execute(query)
    return {number: AsGuest(name or "", person) for number, name, person in rows if number}
