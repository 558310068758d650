"""Which calls were left on, and when each of them was over: a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from community.agendas.models import Item, ItemState, State
from community.calls.times import Sitting
from community.db import db
from community.notes.models import CallThread, ItemThread, Note

from .models import Hand, Opening, Spell
from .timing import left_at

_BY_WHO_HOLDS_IT = {State.ACCEPTED, State.PARKED, State.DECLINED, State.DISCUSSED}


def left_on(now: datetime) -> Mapping[int, datetime]:
    """By their numbers the openings that end by themselves now, with when they were over. Eight
    queries.
    """
    standing = select(Opening).where(Opening.ended_at.is_(None)).order_by(Opening.id)
    openings = db.session.scalars(standing).all()
    if not openings:
        return {}
    sittings = _sittings({opening.call_id for opening in openings})
    done = _done_last([opening.id for opening in openings])
    found: dict[int, datetime] = {}
    for opening in openings:
        last = max([opening.since, *done.get(opening.id, ())])
        over = left_at(sittings.get(opening.call_id, ()), opening.since, last, now)
        if over is not None:
            found[opening.id] = over
    return found


def _sittings(call_ids: set[int]) -> Mapping[int, Sequence[Sitting]]:
    query = select(Sitting).where(Sitting.call_id.in_(call_ids))
    found: dict[int, list[Sitting]] = {}
    for sitting in db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)).unique():
        found.setdefault(sitting.call_id, []).append(sitting)
    return found


def _done_last(openings: Sequence[int]) -> Mapping[int, Sequence[datetime]]:
    """When something was taken up last, a hand raised, somebody called, a note written on the call
    or an item of it, or the agenda changed by somebody who holds the call.
    """
    found: dict[int, list[datetime]] = {}
    for query in (*_steered(), *_written()):
        of_these = query.where(Opening.id.in_(openings)).group_by(Opening.id)
        for number, at in db.session.execute(of_these):
            found.setdefault(number, []).extend([at] if at else [])
    return found


def _steered() -> Iterable[Select[int, datetime | None]]:
    for model, column in ((Spell, Spell.at), (Hand, Hand.at), (Hand, Hand.called_at)):
        yield select(Opening.id, func.max(column)).join(model, model.opening_id == Opening.id)


def _written() -> Iterable[Select[int, datetime | None]]:
    noted = select(Opening.id, func.max(Note.made_at))
    yield noted.join(CallThread, CallThread.call_id == Opening.call_id).join(
        Note, Note.thread_id == CallThread.thread_id
    )
    on_items = noted.join(Item, Item.call_id == Opening.call_id)
    yield on_items.join(ItemThread, ItemThread.item_id == Item.id).join(
        Note, Note.thread_id == ItemThread.thread_id
    )
    changed = select(Opening.id, func.max(ItemState.at)).join(Item, Item.call_id == Opening.call_id)
    yield changed.join(ItemState, ItemState.item_id == Item.id).where(
        ItemState.by_id.is_not(None), ItemState.state.in_(_BY_WHO_HOLDS_IT)
    )
