"""Which items of agendas stand in the files of a series, on which of its calls, and as what.

A draft that was not published is none of it, but for what was spoken about on a call whose record
is: of that what everybody saw then; what was proposed is, in the words that everybody read. Nor is
a word of what is off the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from community.agendas.editions import Edition, EditionItem
from community.agendas.models import Item, ItemState, State
from community.agendas.proposal_words import ProposalWords
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from community.facilitation.queries import discussed_among
from community.records.item_queries import is_told_of
from community.records.list_queries import published_among


@dataclass(frozen=True, slots=True)
class Placed:
    """An item under the reference of the files. `call_id` is the call it stands on there; `edition`
    the one it is read from, or None for a proposal, or what was one; `shows_thread`: where it
    stands now is there.
    """

    ref: str
    item_id: int
    key: str | None
    call_id: int
    state: State
    edition: int | None
    shows_thread: bool
    was_proposed: bool = False

    @property
    def is_unpublished(self) -> bool:
        """Whether it was spoken about though no edition has it: the record tells of it."""
        return not (self.was_proposed or _is_shown(self.state, self.edition))


@dataclass(frozen=True, slots=True)
class Items:
    """All items of the files by their number, and those that are off the record."""

    placed: Mapping[int, Placed]
    by_call: Mapping[int, list[Placed]]
    off_record: frozenset[int]

    def of_call(self, call_id: int) -> list[Placed]:
        """Those that stand on a call, the oldest first."""
        return self.by_call.get(call_id, [])


@dataclass(frozen=True, slots=True)
class _Publication:
    edition_id: int
    call_id: int
    number: int
    is_off_record: bool


def items_in(calls: Sequence[Call], now: datetime) -> Items:
    """The items of `calls`, which are in the order of the files. Seven queries."""
    numbers = [call.id for call in calls]
    published, latest = _published(numbers), _latest(numbers)
    discussed = discussed_among(published_among(numbers), now)
    query = (
        select(Item.id, Item.key, Item.call_id, Item.place, Item.is_off_record, ItemState.state)
        .add_columns(ProposalWords.item_id.is_not(None).label("was_proposed"))
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .outerjoin(ProposalWords, ProposalWords.item_id == Item.id)
        .where(Item.call_id.in_(numbers) | Item.id.in_(_ever(numbers)))
    )
    order = {number: place for place, number in enumerate(numbers)}
    over = _over(numbers, now)
    found, hidden = [], set()
    for row in db.session.execute(query):
        history = published.get(row.id, ())
        if row.is_off_record or (history and history[-1].is_off_record):
            hidden.add(row.id)
            continue
        of_record = discussed.get(row.call_id)  # where that is published
        is_told = of_record is not None and is_told_of(row.id, row.state, of_record)
        place = _place(row, history, order, is_told=is_told)
        if place is not None:
            is_here = is_told and row.call_id == place
            state, edition = _standing(
                row, place, history, latest, is_over=place in over, is_told=is_here
            )
            found.append((order[place], row, place, state, edition))
    found.sort(key=_as_they_stand)
    placed = {
        row.id: _placed(number, row, place, state, edition, is_here=row.call_id in order)
        for number, (_, row, place, state, edition) in enumerate(found, start=1)
    }
    by_call: dict[int, list[Placed]] = {}
    for one in placed.values():
        by_call.setdefault(one.call_id, []).append(one)
    return Items(placed, by_call, frozenset(hidden))


def _placed(
    number: int, row: Any, place: int, state: State, edition: int | None, *, is_here: bool
) -> Placed:
    was_proposed = edition is None and row.call_id == place and row.was_proposed
    is_shown = was_proposed or _is_shown(state, edition)
    return Placed(
        ref=f"i{number}",
        item_id=row.id,
        key=row.key if row.call_id == place and is_shown else None,
        call_id=place,
        state=state,
        edition=edition,
        shows_thread=is_here and is_shown,
        was_proposed=was_proposed,
    )


def _as_they_stand(one: tuple[int, Any, int, State, int | None]) -> tuple[int, bool, int, int]:
    """Call by call the oldest first; then what was not published, in the order it was taken up."""
    call, row, _, state, edition = one
    is_beside = not _is_shown(state, edition)
    return call, is_beside, row.place if is_beside else 0, row.id


def _is_shown(state: State, edition: int | None) -> bool:
    """Whether everybody sees it and its notes: it was published, is proposed, or was declined."""
    return edition is not None or state in {State.PROPOSED, State.DECLINED}


def _place(
    row: Any, history: Sequence[_Publication], order: Mapping[int, int], *, is_told: bool
) -> int | None:
    """The call on which an item is read: its own, else the one where it was published last."""
    call_id: int = row.call_id
    is_there = row.state is State.PROPOSED or row.was_proposed or is_told
    if call_id in order and (is_there or any(one.call_id == call_id for one in history)):
        return call_id
    return history[-1].call_id if history else None


def _standing(
    row: Any,
    place: int,
    history: Sequence[_Publication],
    latest: Mapping[int, int],
    *,
    is_over: bool,
    is_told: bool,
) -> tuple[State, int | None]:
    """What is known of an item by those who read no draft, and the edition it is read from."""
    state: State = row.state
    if state is State.PROPOSED and row.call_id == place:
        return State.PROPOSED, None
    if row.was_proposed and row.call_id == place:
        is_known = state is State.DECLINED or (is_over and state is State.DISCUSSED)
        return (state if is_known else State.PROPOSED), None
    here = [one for one in history if one.call_id == place]
    if not here:
        return state, None
    edition = here[-1].edition_id
    if row.call_id != place:
        return State.PARKED, edition
    if here[-1].number != latest[place]:
        return state if is_told else State.WITHDRAWN, edition
    is_known = is_over and state in {State.DISCUSSED, State.PARKED}
    return state if is_known else State.ACCEPTED, edition


def _published(numbers: Sequence[int]) -> Mapping[int, list[_Publication]]:
    """Each time an item was published on one of these calls, by item, the earliest first."""
    query = (
        select(
            EditionItem.item_id,
            Edition.id,
            Edition.call_id,
            Edition.number,
            EditionItem.is_off_record,
        )
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(Edition.call_id.in_(numbers))
        .order_by(Edition.id)
    )
    found: dict[int, list[_Publication]] = {}
    for row in db.session.execute(query):
        published = _Publication(row.id, row.call_id, row.number, row.is_off_record)
        found.setdefault(row.item_id, []).append(published)
    return found


def _ever(numbers: Sequence[int]) -> Select[int]:
    return (
        select(EditionItem.item_id)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(Edition.call_id.in_(numbers))
    )


def _latest(numbers: Sequence[int]) -> Mapping[int, int]:
    query = select(Edition.call_id, func.max(Edition.number)).where(Edition.call_id.in_(numbers))
    return dict(db.session.execute(query.group_by(Edition.call_id)).all())


def _over(numbers: Sequence[int], now: datetime) -> set[int]:
    query = select(Sitting.call_id).where(Sitting.call_id.in_(numbers))
    ended = query.group_by(Sitting.call_id).having(func.max(Sitting.ends_at) <= now)
    return set(db.session.scalars(ended))
