"""Reads about calls that are held; a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.agendas.content import ItemText
from community.agendas.edition_queries import latest_of, published_items
from community.agendas.models import Item
from community.agendas.proposal_queries import words_kept_of
from community.agendas.proposal_words import ProposalWords
from community.calls.models import Call
from community.db import db
from community.drafts.models import Draft
from community.drafts.places import is_of_note
from community.notes.spoken_queries import spoken_among

from .models import Hand, Opening, Presence, Spell
from .queueing import Raised
from .timing import Spent, had_time


def opening_of(call: Call) -> Opening | None:
    """The latest opening of a call: the one that is on, else the last that was."""
    query = select(Opening).where(Opening.call_id == call.id).order_by(Opening.id.desc()).limit(1)
    return db.session.scalar(query)


def is_on(call_id: int) -> bool:
    """Whether the call with this id has been started and not ended."""
    query = select(Opening.id).where(Opening.call_id == call_id, Opening.ended_at.is_(None))
    return db.session.scalar(query) is not None


def discussed_in(call_id: int, now: datetime | None = None) -> set[int]:
    """The numbers of the items that were spoken about in a call: those that had time, until `now`
    where one stands, and those that something was noted on. At most two queries.
    """
    return discussed_among([call_id], now)[call_id]


def discussed_among(
    call_ids: Collection[int], now: datetime | None = None
) -> Mapping[int, set[int]]:
    """The same of several calls, by each of them. At most two queries."""
    return discussed_of(spent_among(call_ids, now))


def discussed_of(spent: Mapping[int, Collection[Spent]]) -> Mapping[int, set[int]]:
    """The same of the calls whose items were spoken about as told. At most one query."""
    had = {call_id: had_time(times) for call_id, times in spent.items()}
    passed = {call_id: {item for item, *_ in spent[call_id]} - had[call_id] for call_id in spent}
    noted = spoken_among([call_id for call_id in spent if passed[call_id]])
    return {
        call_id: had[call_id] | (passed[call_id] & noted.get(call_id, set())) for call_id in spent
    }


def spent_among(
    call_ids: Collection[int], now: datetime | None = None
) -> Mapping[int, list[Spent]]:
    """From when to when items were spoken about in calls, by each of them and in the order of time;
    until `now` where one stands. One query.
    """
    query = (
        select(Opening.call_id, Spell.item_id, Spell.at, Spell.ended_at)
        .join(Opening, Opening.id == Spell.opening_id)
        .where(Opening.call_id.in_(call_ids))
        .order_by(Spell.id)
    )
    found: dict[int, list[Spent]] = {call_id: [] for call_id in call_ids}
    for row in db.session.execute(query):
        found[row.call_id].append((row.item_id, row.at, row.ended_at or now or row.at))
    return found


def spells_of(opening: Opening) -> Sequence[Spell]:
    """What was spoken about since a call was started, in the order of time."""
    query = select(Spell).where(Spell.opening_id == opening.id).order_by(Spell.id)
    return db.session.scalars(query).all()


def was_taken_up(item_id: Any) -> ColumnElement[bool]:
    """For a query: whether an item was ever the current one, by a column with its number."""
    return exists().where(Spell.item_id == item_id)


def was_started(call_id: int, now: datetime) -> bool:
    """Whether the call with this id was ever started by `now`."""
    query = select(Opening.id).where(Opening.call_id == call_id, Opening.at <= now).limit(1)
    return db.session.scalar(query) is not None


def last_published(call_id: int) -> Mapping[int, ItemText]:
    """The items of a call as they were published last, by their numbers. Two queries or more."""
    edition = latest_of(call_id)
    items = published_items([edition.id]).get(edition.id, ()) if edition else ()
    return {item.number: item for item in items}


def told_of(
    call_id: int, taken_up: Collection[int]
) -> tuple[Mapping[int, ItemText], Mapping[int, ProposalWords]]:
    """What others read of the items of a call: as they were published last, and of those that were
    taken up what they said as proposals. Three queries or more.
    """
    return last_published(call_id), words_kept_of(taken_up)


def current_item_of(call: Call) -> int | None:
    """The number of the item that is spoken about now, where the call is on."""
    query = (
        select(Spell.item_id)
        .join(Opening, Opening.id == Spell.opening_id)
        .where(Opening.call_id == call.id, Opening.ended_at.is_(None), Spell.ended_at.is_(None))
    )
    return db.session.scalar(query)


def drafts_numbered(member: Member) -> Select[*tuple[Any, ...]]:
    """A name that says when a member has written in a draft of a note last, with how many there
    are: to be read along with revisions.
    """
    last = func.coalesce(cast(func.max(Draft.at), String), "")
    query = select(literal("drafts, ") + last, func.count())
    return query.where(Draft.member_id == member.id, is_of_note(Draft.place))


def were_there(item_id: Any, member_id: int, said_at: Any = None) -> ColumnElement[bool]:
    """Whether a member was there by name before an item was done with; with `said_at`, an instant
    or a column with it, where that was said, and by then or from the beginning of the item.
    """
    found = select(Spell.id).where(
        Spell.item_id == item_id,
        Presence.opening_id == Spell.opening_id,
        Presence.member_id == member_id,
        Presence.shows_name,
        or_(Spell.ended_at.is_(None), Presence.named_at < Spell.ended_at),
    )
    if said_at is not None:
        first = aliased(Spell)
        began = select(func.min(first.at)).where(first.item_id == item_id).correlate_except(first)
        from_the_beginning = Presence.named_at <= began.scalar_subquery()
        where = _said_in(item_id, said_at)
        found = found.where(
            func.coalesce(where, Presence.opening_id) == Presence.opening_id,
            or_(Presence.named_at <= said_at, from_the_beginning),
        )
    return found.correlate_except(Spell, Presence).exists()


def _said_in(item_id: Any, said_at: Any) -> ScalarSelect[int]:
    """The number of the opening in which something was said about an item: of the calls it was
    spoken about in the last that was started by then. One in which it was not taken up counts
    for as long as it was on. None where it was said ahead of them all.
    """
    taken_up, those, there = aliased(Spell), aliased(Opening), aliased(Opening)
    in_it = or_(there.id == those.id, there.ended_at.is_(None), there.ended_at > said_at)
    query = (
        select(there.id)
        .select_from(taken_up)
        .join(those, those.id == taken_up.opening_id)
        .join(there, there.call_id == those.call_id)
        .where(taken_up.item_id == item_id, there.at <= said_at, in_it)
        .order_by(there.at.desc(), there.id.desc())
    )
    return query.limit(1).correlate_except(taken_up, those, there).scalar_subquery()


def attended(item_ids: Sequence[int], member_id: int) -> set[int]:
    """Those of the items at which a member was there."""
    query = select(Item.id).where(Item.id.in_(item_ids), were_there(Item.id, member_id))
    return set(db.session.scalars(query))


def standing_spell(opening: Opening) -> Spell | None:
    """What is spoken about now."""
    query = select(Spell).where(Spell.opening_id == opening.id, Spell.ended_at.is_(None))
    return db.session.scalar(query)


def hands_of(opening: Opening) -> list[Raised]:
    """Every hand raised since a call was started, with who raised it."""
    query = (
        select(Hand, Person.credited_as)
        .join(Member, Member.id == Hand.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Hand.opening_id == opening.id)
        .order_by(Hand.id)
    )
    return [
        Raised(
            number=hand.id,
            member_id=hand.member_id,
            name=name,
            kind=hand.kind,
            way=hand.way,
            at=hand.at,
            is_called=hand.called_at is not None,
            is_over=hand.ended_at is not None,
        )
        for hand, name in db.session.execute(query)
    ]


def presences_of(opening: Opening) -> Sequence[Row[int, bool, str | None, str]]:
    """Who is there: `member_id`, whether they show a name, the one they are credited by, and the
    one that others see.
    """
    query = (
        select(Presence.member_id, Presence.shows_name, Person.credited_as, Person.name)
        .join(Member, Member.id == Presence.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Presence.opening_id == opening.id)
        .order_by(Presence.at, Presence.member_id)
    )
    return db.session.execute(query).all()
