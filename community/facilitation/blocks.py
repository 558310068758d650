"""What the page of a call that is held shows to one reader: values, gathered beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.agendas.models import Item, State
from community.agendas.off_record import off_record_among
from community.agendas.queries import items_of, owners_of
from community.calls.models import Call
from community.calls.times import Sitting

from .around import Queue, There, queue_of, there_of
from .models import Opening, Spell
from .queries import attended, discussed_in, is_on, spells_of, told_of
from .reaching import within_reach
from .steering import Step
from .timing import (
    Clock,
    Spent,
    Stage,
    had_time,
    is_near,
    may_begin,
    minutes_used,
    stage_of,
)
from .way import Current, Offer, Stop, Way

_SHOWN = (State.ACCEPTED, State.DISCUSSED, State.PARKED)
_OFFERED = (State.PROPOSED, State.PARKED)


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A call while it is held. `opening` is its number, 0 where it was never started; `stage` is
    where it stands (`community.facilitation.timing.stage_of`); `next` and `back` are titles for who
    steers, empty where no words are shown. `is_bound`: they do so by a role, so only through what
    is published. `offers` are for who leads a call that is on.
    """

    opening: int
    stage: Stage
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
    offers: tuple[Offer, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether it was started and has not ended."""
        return self.stage is Stage.ON


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
    every = items_of(call.id, {*_SHOWN, *_OFFERED} if leads else _SHOWN)
    items = [item for item in every if item.state in _SHOWN]
    way = _way(call, items, spells, member_id, steers=steers, leads=leads, now=now)
    standing = next((spell for spell in spells if spell.ended_at is None), None)
    last = next((item for item in items if spells and item.id == spells[-1].item_id), None)
    is_on = bool(opening and opening.is_on)
    ways = way.ways(last) if is_on and steers else {}
    return LiveBlock(
        opening=opening.id if opening else 0,
        stage=stage_of(sittings, opening, now),
        may_begin=may_begin(sittings, now) and not call.is_removed,
        began_at=opening.at if opening else None,
        ended_at=opening.ended_at if opening else None,
        stops=tuple(way.stop(item) for item in items if way.holds(item)),
        current=_current(standing, way),
        next=ways.get(Step.NEXT),
        back=ways.get(Step.BACK),
        is_bound=steers and not leads,
        queue=queue_of(opening, member_id),
        there=there_of(opening, member_id),
        offers=_offers(every) if leads and is_on else (),
    )


def _way(
    call: Call,
    items: Sequence[Item],
    spells: Sequence[Spell],
    member_id: int | None,
    *,
    steers: bool,
    leads: bool,
    now: datetime,
) -> Way:
    spent = [(spell.item_id, spell.at, spell.ended_at or now) for spell in spells]
    used = minutes_used(spent)
    standing = {spell.item_id for spell in spells if spell.ended_at is None}
    published, kept = ({}, {}) if leads else told_of(call.id, used)
    off = off_record_among([item.id for item in items])
    between = _between(off, used, member_id, leads=leads)
    reach = items if leads else within_reach(items, published, used)
    return Way(
        used=used,
        discussed=_discussed(call, spent, now),
        published=published,
        kept=kept,
        current=next((item for item in items if item.id in standing), None),
        off=off,
        hidden=set() if leads else off - between,
        between=between,
        reach=reach if steers else (),
        leads=leads,
    )


def _between(
    off: set[int], used: Mapping[int, int], member_id: int | None, *, leads: bool
) -> set[int]:
    """Of the items off the record those that the reader was there for. At most one query."""
    had = [number for number in off if number in used]
    if leads or member_id is None or not had:
        return set(had) if leads else set()
    return attended(had, member_id)


def _discussed(call: Call, spent: Sequence[Spent], now: datetime) -> set[int]:
    """Of what was taken up, what had time, or was noted on: asked where something had little."""
    had = had_time(spent)
    return had if had >= {item for item, *_ in spent} else discussed_in(call.id, now)


def _offers(items: Sequence[Item]) -> tuple[Offer, ...]:
    """Proposals first, then what is parked."""
    offered = [item for item in items if item.state in _OFFERED]
    offered.sort(key=lambda item: (item.state is State.PARKED, item.id))
    return tuple(Offer(i.key, i.title, i.state is State.PARKED) for i in offered)


def _current(spell: Spell | None, way: Way) -> Current | None:
    item = way.current
    if spell is None or item is None:
        return None
    names = [owner.person.credited_as for owner in owners_of([item]).get(item.id, ())]
    leaders = tuple(name for name in names if name)
    words, shows = way.kept.get(item.id, item), item.id not in way.hidden
    clock = Clock(way.used[item.id], words.minutes)
    return Current(spell.id, item, leaders, clock, shows, item.id in way.off, words)
