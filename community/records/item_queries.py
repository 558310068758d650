"""Which items a record tells of: what was published last, and what was spoken about beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.agendas.content import ItemText
from community.agendas.edition_queries import item_text, latest_of, published_items, said_of
from community.agendas.lines import credited
from community.agendas.models import Item, State
from community.agendas.off_record import off_record_among
from community.agendas.proposal_queries import words_kept_of
from community.agendas.proposal_words import ProposalWords
from community.agendas.queries import items_of, owners_of
from community.calls.models import Call
from community.db import db
from community.facilitation.models import Opening, Spell
from community.facilitation.queries import discussed_in
from community.facilitation.timing import minutes_between

from .content import RecordItem

TAKEN_UP = (State.ACCEPTED, State.DISCUSSED, State.PARKED)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a record without their notes, and how many are off the record."""

    on_record: tuple[RecordItem, ...]
    off_record: int


def items_on_record(call: Call, now: datetime) -> Items:
    """Items in their order, then what was spoken about though it was not published. Off the record
    is what is so now, or was when it was published. Eleven queries at most.
    """
    used, was_started = _minutes_used(call, now)
    discussed = discussed_in(call.id, now)
    edition = latest_of(call.id)
    published = published_items([edition.id]).get(edition.id, ()) if edition else ()
    live = {item.id: item for item in items_of(call.id, TAKEN_UP)}
    known = {text.number for text in published}
    beside = [
        item
        for item in live.values()
        if item.id not in known and (item.id in discussed or item.state is State.DISCUSSED)
    ]
    hidden = off_record_among(known | {item.id for item in beside})
    kept = words_kept_of([item.id for item in beside])
    texts = [*published, *_texts(beside, kept)]
    shown = [
        RecordItem(
            text=text,
            used=used.get(text.number, 0) if was_started else None,
            was_discussed=text.number in discussed
            or (text.number in live and live[text.number].state is State.DISCUSSED),
            moved=text.number not in live and not text.key,
            is_open=text.number in known or text.number in kept,
        )
        for text in texts
        if not (text.is_off_record or text.number in hidden)
    ]
    return Items(tuple(shown), len(texts) - len(shown))


def _minutes_used(call: Call, now: datetime) -> tuple[Mapping[int, int], bool]:
    """The minutes each item had, by its number; and whether the call was ever started."""
    query = (
        select(Opening.id, Spell.item_id, Spell.at, Spell.ended_at)
        .outerjoin(Spell, Spell.opening_id == Opening.id)
        .where(Opening.call_id == call.id)
        .order_by(Spell.id)
    )
    rows = db.session.execute(query).all()
    used: dict[int, int] = {}
    for row in rows:
        if row.item_id is not None:
            more = minutes_between(row.at, row.ended_at or now)
            used[row.item_id] = used.get(row.item_id, 0) + more
    return used, bool(used)


def _texts(items: list[Item], kept: Mapping[int, ProposalWords]) -> list[ItemText]:
    """No more than what the page during the call has shown to everybody; what was proposed, as it
    was.
    """
    owners, saids = owners_of(items), said_of(kept.values())
    return [
        item_text(item.id, "", kept[item.id], owners.get(item.id, ()), saids)
        if item.id in kept
        else _bare(item, owners.get(item.id, ()))
        for item in items
    ]


def _bare(item: Item, owners: Sequence[Member]) -> ItemText:
    """What everybody saw of an item of a draft while it was spoken about."""
    return ItemText(
        number=item.id,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        leaders=credited(owners),
        is_off_record=item.is_off_record,
    )
