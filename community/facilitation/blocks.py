"""What the page of a call that is held shows to one reader: values, gathered beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from community.agendas.content import ItemText
from community.agendas.models import Item, State
from community.agendas.queries import items_of, owners_of
from community.calls.models import Call
from community.calls.times import Sitting

from .around import Queue, There, queue_of, there_of
from .models import Opening, Spell
from .queries import attended, is_on, last_published, spells_of
from .reaching import within_reach
from .steering import Step, neighbour
from .timing import Clock, is_near, may_begin, minutes_between

_SHOWN = (State.ACCEPTED, State.DISCUSSED, State.PARKED)


@dataclass(frozen=True, slots=True)
class Stop:
    """One item on the way: `when` is done, now or later; without `title` no words of it. `notes` is
    its key where it is off the record and the reader was there.
    """

    title: str | None
    minutes: int
    used: int
    when: str
    is_off_record: bool
    notes: str | None


@dataclass(frozen=True, slots=True)
class Current:
    """What is spoken about, the spell it is in, and its clock; without `shows` no words of it. Off
    the record is what is so now, or was when it was published.
    """

    spell: int
    item: Item
    leaders: tuple[str, ...]
    clock: Clock
    shows: bool
    is_off_record: bool


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A call while it is held. `opening` is its number, 0 where it was never started; `next` and
    `back` are titles for who steers, empty where no words are shown. `is_bound`: they do so by a
    role, so only through what is published.
    """

    opening: int
    is_on: bool
    may_begin: bool
    began_at: datetime | None
    ended_at: datetime | None
    stops: tuple[Stop, ...]
    current: Current | None
    next: str | None
    back: str | None
    is_bound: bool
    queue: Queue
    there: There


@dataclass(frozen=True, slots=True)
class LiveLink:
    """Whether the page of a call leads to the one for while it is held."""

    is_on: bool
    is_near: bool


def link_of(call: Call, sittings: Sequence[Sitting], now: datetime) -> LiveLink:
    """What the page of a call says of it. One query."""
    return LiveLink(is_on(call.id), is_near(sittings, now))


def live_block(
    call: Call,
    opening: Opening | None,
    sittings: Sequence[Sitting],
    *,
    member_id: int | None,
    steers: bool,
    leads: bool,
    now: datetime,
) -> LiveBlock:
    """The block for one reader. Who leads sees the draft; others, though they steer by a role, what
    was taken up or is published; words off the record where they were there for them.
    """
    spells = spells_of(opening) if opening else ()
    items = items_of(call.id, _SHOWN)
    used = _used(spells, now)
    standing = next((spell for spell in spells if spell.ended_at is None), None)
    current = next((item for item in items if standing and item.id == standing.item_id), None)
    published = {} if leads else last_published(call.id)
    seen = [i for i in items if i.id in used or (_comes(i) and (leads or i.id in published))]
    off = _off_record(items, published)
    between = _between(off, used, member_id, leads=leads)
    hidden = set() if leads else off - between
    reach = items if leads else within_reach(items, published, used)
    ways = _ways(reach, current, hidden) if steers else {}
    stop = partial(_stop, off=off, hidden=hidden, between=between)
    return LiveBlock(
        opening=opening.id if opening else 0,
        is_on=bool(opening and opening.is_on),
        may_begin=may_begin(sittings, now) and not call.is_removed,
        began_at=opening.at if opening else None,
        ended_at=opening.ended_at if opening else None,
        stops=tuple(stop(item, used, published, current) for item in seen),
        current=_current(standing, current, used, hidden, off),
        next=ways.get(Step.NEXT),
        back=ways.get(Step.BACK),
        is_bound=steers and not leads,
        queue=queue_of(opening, member_id),
        there=there_of(opening, member_id),
    )


def _comes(item: Item) -> bool:
    return item.state is State.ACCEPTED


def _off_record(items: Sequence[Item], published: Mapping[int, ItemText]) -> set[int]:
    """Those that are off the record, as they are or as they were published."""
    return {
        item.id
        for item in items
        if item.is_off_record or (item.id in published and published[item.id].is_off_record)
    }


def _between(
    off: set[int], used: Mapping[int, int], member_id: int | None, *, leads: bool
) -> set[int]:
    """Of the items off the record those that the reader was there for. At most one query."""
    had = [number for number in off if number in used]
    if leads or member_id is None or not had:
        return set(had) if leads else set()
    return attended(had, member_id)


def _used(spells: Sequence[Spell], now: datetime) -> dict[int, int]:
    """The minutes each item has had, by its id."""
    used: dict[int, int] = {}
    for spell in spells:
        more = minutes_between(spell.at, spell.ended_at or now)
        used[spell.item_id] = used.get(spell.item_id, 0) + more
    return used


def _stop(
    item: Item,
    used: Mapping[int, int],
    published: Mapping[int, ItemText],
    current: Item | None,
    *,
    off: set[int],
    hidden: set[int],
    between: set[int],
) -> Stop:
    """A coming item as it was published; once it is taken up, as it is."""
    shown = published.get(item.id, item) if item.id not in used else item
    when = "now" if item is current else "done" if item.id in used else "later"
    title = shown.title if item.id not in hidden else None
    notes = item.key if item.id in between else None
    return Stop(title, shown.minutes, used.get(item.id, 0), when, item.id in off, notes)


def _current(
    spell: Spell | None,
    item: Item | None,
    used: Mapping[int, int],
    hidden: set[int],
    off: set[int],
) -> Current | None:
    if spell is None or item is None:
        return None
    names = [owner.person.credited_as for owner in owners_of([item]).get(item.id, ())]
    leaders = tuple(name for name in names if name)
    clock = Clock(used[item.id], item.minutes)
    return Current(spell.id, item, leaders, clock, item.id not in hidden, item.id in off)


def _ways(
    reach: Sequence[Item], current: Item | None, hidden: set[int]
) -> Mapping[Step, str | None]:
    """The titles of what is taken up by a step either way; empty where no words are shown."""
    agenda = [item for item in reach if item.state is State.ACCEPTED]
    there = {step: neighbour(agenda, current, step) for step in Step}
    there[Step.BACK] = there[Step.BACK] if current else None
    return {
        step: ("" if item.id in hidden else item.title) if item else None
        for step, item in there.items()
    }
