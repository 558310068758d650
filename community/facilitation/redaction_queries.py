"""What was said of calls that may repeat words which are to be taken out of a note or an item."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, select

from community import clock
from community.access import Viewer, may
from community.calls.models import Call
from community.conduct.forgetting import kept_spots
from community.conduct.state_models import Content
from community.db import db
from community.redaction import Put, Spot

from .look_back_models import LONGEST_REASON, LONGEST_WORDS, LookBack, LookBackRemoval
from .look_back_queries import calls_shown
from .policies import Permission

_TEXTS = (("What worked well", "worked"), ("What to do differently", "differently"))
_WHY = "Why words on the call were taken out"


def spots_of_look_backs(calls: Collection[Call], viewer: Viewer, *, held: bool) -> Iterator[Spot]:
    """What was said of calls when they were over. It is read once enough have said something, and
    what was taken out by those alone who can put it back; where it is `held`, nobody else writes
    until the transaction ends.
    """
    where = {call.id: f"looking back at “{call.title}”" for call in calls}
    leads = {c.id for c in calls if may(viewer, Permission.TAKE_OUT_LOOK_BACK, LookBack(call=c))}
    shown = calls_shown(list(where), clock.now())
    reads = shown & {c.id for c in calls if may(viewer, Permission.READ_LOOK_BACKS, c)}
    query = select(LookBack).where(LookBack.call_id.in_(where)).order_by(LookBack.key)
    said = {one.id: one for one in _read(query, LookBack, held=held)}
    of_them = LookBackRemoval.look_back_id.in_(said)
    why = select(LookBackRemoval).where(of_them).order_by(LookBackRemoval.id)
    removals = _read(why, LookBackRemoval, held=held)
    out = {one.look_back_id for one in removals if one.withdrawn_at is None}
    for one in said.values():
        open_to = reads & leads if one.id in out else reads
        for what, column in _TEXTS:
            name, text, put = f"{column}-{one.key}", getattr(one, column), _into(one, column)
            is_open = one.call_id in open_to and not one.is_aside
            yield Spot(name, what, where[one.call_id], text, put, LONGEST_WORDS, is_open)
    yield from kept_spots(Content.LOOK_BACK, *said)
    for removal in removals:
        number = said[removal.look_back_id].call_id
        name, put, is_open = f"out-{removal.id}", _into(removal, "reason"), number in reads & leads
        yield Spot(name, _WHY, where[number], removal.reason, put, LONGEST_REASON, is_open)


def _read(query: Select[Any], row: Any, *, held: bool) -> list[Any]:
    if held:
        query = query.with_for_update(of=row).execution_options(populate_existing=True)
    return list(db.session.scalars(query).unique())


def _into(row: Any, column: str) -> Put:
    return lambda text: setattr(row, column, text)
