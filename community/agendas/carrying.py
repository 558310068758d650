"""What a call leaves over moves on to the next one of its series, by itself when the call ends.

An item keeps everything it has: its words, votes, owners and threads. Where it came from is a row.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, update

from community import work
from community.calls.call_queries import is_gone
from community.calls.models import Call, Visibility
from community.calls.times import Cancellation, Sitting
from community.db import db, transaction
from community.events import announce

from . import versions
from .carried import CarriedItem, CarriedOver
from .events import CallCarriedOver
from .guest_models import GuestProposal
from .guest_queries import unanswered
from .hiding import hide_moved
from .models import Agenda, Item, State
from .queries import items_of
from .states import stand
from .writing import next_place

StillOn = Callable[[int], bool]
_still_on: list[StillOn] = []
Left = Callable[[], ColumnElement[bool]]
_left: list[Left] = []
SpokenAbout = Callable[[int], Collection[int]]
_spoken_about: list[SpokenAbout] = []
_LATE = timedelta(days=30)  # what ended longer ago is left alone, but for the last held of a series


def carry_over_all(now: datetime) -> None:
    """Carry over what ended calls have left, each in a transaction of its own; one that fails does
    not stop the others. Raises `community.work.Unfinished`.
    """
    _carry(_ended(now, _of_late(now)), now)


def carry_over_pauses(now: datetime) -> None:
    """Carry over what the last call that was held in a series has left, and those called off since,
    where the series went on after a pause of any length: each in a transaction of its own. Raises
    `community.work.Unfinished`.
    """
    _carry(_ended(now, _last_of_series(now)), now)


def wait_while(still_on: StillOn) -> None:
    """Let nothing be carried over from a call, by its id, as long as `still_on` says so."""
    if still_on not in _still_on:
        _still_on.append(still_on)


def look_for(left: Left) -> None:
    """Let a feature below say whether a call, of a query that has it, leaves something over though
    nothing is on its agenda.
    """
    if left not in _left:
        _left.append(left)


def count_as_discussed(spoken_about: SpokenAbout) -> None:
    """Let a feature below tell which items were spoken about while a call, by its id, was held."""
    if spoken_about not in _spoken_about:
        _spoken_about.append(spoken_about)


def carry_over(call_id: int, *, now: datetime) -> Call | None:
    """Move open proposals, parked items and accepted ones that nobody came to from a call, even a
    deleted one, to the next of its series, with what guests proposed and nobody answered; gives
    that call. Once for each call: where no next call is there yet, it is tried again. What was not
    reached is parked first, so that its history tells; what was spoken about, though nobody said
    that it began, was discussed and stays.
    """
    call = db.session.get_one(Call, call_id)
    waits = any(still_on(call_id) for still_on in _still_on)
    next_call = None if waits else next_of(call, now)
    if next_call is None:
        return None
    for held in sorted({call_id, next_call.id}):  # in one order, so that nobody waits for ever
        versions.hold(held, now=now, or_gone=held == call_id)
    if db.session.get(CarriedOver, call_id) is not None:
        return None
    db.session.add(CarriedOver(call_id=call_id, to_call_id=next_call.id, at=now))
    spoken = {number for spoken_about in _spoken_about for number in spoken_about(call_id)}
    left = items_of(call_id, {State.PROPOSED, State.ACCEPTED, State.PARKED})
    for item in sorted(left, key=lambda item: item.state is not State.ACCEPTED):
        is_waiting = item.state is State.ACCEPTED
        if is_waiting:
            became = State.DISCUSSED if item.id in spoken else State.PARKED
            stand(item, became, by_id=None, now=now)
        if not is_waiting or item.id not in spoken:
            move(item, next_call.id, now)
    waiting = update(GuestProposal).where(unanswered(call_id))
    db.session.execute(
        waiting.values(call_id=next_call.id, came_from_id=call_id),
        execution_options={"synchronize_session": "fetch"},
    )
    versions.touch(db.session.get_one(Agenda, next_call.id), now=now)
    announce(CallCarriedOver(call, next_call, now))
    return next_call


def next_of(call: Call, now: datetime) -> Call | None:
    """The next call of the series that is to be held, has not begun, and may be seen by nobody who
    could not see this one.
    """
    if call.series_id is None:
        return None
    off = select(Cancellation.sitting_id).where(Cancellation.withdrawn_at.is_(None))
    query = (
        select(Call)
        .join(Sitting, Sitting.call_id == Call.id)
        .where(
            Call.series_id == call.series_id,
            Call.id != call.id,
            Sitting.starts_at > now,
            Sitting.id.not_in(off),
        )
        .order_by(Sitting.starts_at, Call.id)
    )
    found = db.session.scalars(query).unique()
    return next((each for each in found if not each.is_removed and _may_follow(each, call)), None)


def move(item: Item, call_id: int, now: datetime) -> None:
    """Put an item on the agenda of another call and keep where it came from; both are held."""
    row = CarriedItem(item_id=item.id, from_call_id=item.call_id, to_call_id=call_id, at=now)
    db.session.add(row)
    item.call_id, item.place = call_id, next_place(call_id)
    item.version += 1
    item.updated_at = now
    db.session.flush()
    hide_moved(item)


def _carry(found: Sequence[int], now: datetime) -> None:
    def carry(call_id: int) -> None:
        with transaction():
            carry_over(call_id, now=now)

    db.session.rollback()  # reading is over before the writing begins
    work.each(found, carry, what="call")


def _of_late(now: datetime) -> Select[int]:
    return select(Sitting.call_id).where(Sitting.ends_at <= now, Sitting.ends_at > now - _LATE)


def _last_of_series(now: datetime) -> Select[int]:
    """Of each series with a date to come, the last call that was held, and those that were called
    off or deleted since.
    """
    to_come = select(Call.series_id).join(Sitting, Sitting.call_id == Call.id)
    was_off = exists().where(
        Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None)
    )
    held_at = case((~was_off & ~is_gone(Call), Sitting.ends_at))
    ended = (
        select(
            *(Call.id, Sitting.ends_at),
            func.max(held_at).over(partition_by=Call.series_id).label("held_at"),
        )
        .join(Sitting, Sitting.call_id == Call.id)
        .where(Sitting.ends_at <= now, Call.series_id.in_(to_come.where(Sitting.starts_at > now)))
        .subquery()
    )
    since = ended.c.held_at.is_(None) | (ended.c.ends_at >= ended.c.held_at)
    return select(ended.c.id).where(since)


def _ended(now: datetime, among: Select[int]) -> Sequence[int]:
    """Those `among` calls that have ended, are of a series, leave something over, and have not been
    carried over.
    """
    ends = select(func.max(Sitting.ends_at)).where(Sitting.call_id == Call.id)
    last = ends.correlate(Call).scalar_subquery()
    query = (
        select(Call.id)
        .where(
            Call.id.in_(among),
            Call.series_id.is_not(None),
            or_(
                exists().where(Item.call_id == Call.id),
                exists().where(unanswered(Call.id)),
                *(left() for left in _left),
            ),
            ~exists().where(CarriedOver.call_id == Call.id),
            last <= now,
        )
        .order_by(last, Call.id)
    )
    return db.session.scalars(query).all()


def _may_follow(later: Call, call: Call) -> bool:
    return call.visibility in {Visibility.PUBLIC, later.visibility}


JOBS = (
    work.Job("carry over what calls leave", timedelta(minutes=1), carry_over_all),
    work.Job("carry over after a pause", timedelta(minutes=15), carry_over_pauses),
)
