"""Which items a record tells of: what was published last, and what was spoken about beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from community.facilitation.queries import discussed_of, spent_among
from community.facilitation.timing import minutes_used

from .content import RecordItem

TAKEN_UP = (State.ACCEPTED, State.DISCUSSED, State.PARKED)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a record without their notes, and how many are off the record."""

    on_record: tuple[RecordItem, ...]
    off_record: int


def items_on_record(call: Call, now: datetime) -> Items:
    """Items in their order, then what was spoken about though it was not published. Off the record
    is what is so now, or was when it was published. Ten queries at most.
    """
    spent = spent_among([call.id], now)
    used, discussed = minutes_used(spent[call.id]), discussed_of(spent)[call.id]
    edition = latest_of(call.id)
    published = published_items([edition.id]).get(edition.id, ()) if edition else ()
    live = {item.id: item for item in items_of(call.id, TAKEN_UP)}
    known = {text.number for text in published}
    beside = [
        item
        for item in live.values()
        if item.id not in known and is_told_of(item.id, item.state, discussed)
    ]
    hidden = off_record_among(known | {item.id for item in beside})
    kept = words_kept_of([item.id for item in beside])
    texts = [*published, *_texts(beside, kept)]
    shown = [
        RecordItem(
            text=text,
            used=used.get(text.number, 0) if used else None,
            was_discussed=text.number in discussed
            or (text.number in live and live[text.number].state is State.DISCUSSED),
            moved=text.number not in live and not text.key,
            is_open=text.number in known or text.number in kept,
        )
        for text in texts
        if not (text.is_off_record or text.number in hidden)
    ]
    return Items(tuple(shown), len(texts) - len(shown))


def is_told_of(number: int, state: State, discussed: Collection[int]) -> bool:
    """Whether a record tells of an item that was not published: it was taken up, and spoken about.
    `discussed` are those that were in its call, by their numbers.
    """
    return state in TAKEN_UP and (state is State.DISCUSSED or number in discussed)


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
