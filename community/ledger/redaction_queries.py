"""What lines of labour say that may repeat words which are to be taken out of a note or an item."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from community.access import Viewer, may, may_see
from community.calls.models import Call
from community.db import db
from community.redaction import Put, Spot

from .models import LONGEST_REASON, LONGEST_WHAT, Confirmation, Line, LineRemoval
from .policies import Permission

_WHAT, _WHY = "What somebody did", "Why a line of labour was taken off"


def spots_of_labour(calls: Collection[Call], viewer: Viewer, *, held: bool) -> Iterator[Spot]:
    """What the work behind calls is called. What is listed everybody reads who sees the call, what
    was taken off the list who holds it, and what is not confirmed nobody but its person; where it
    is `held`, nobody else writes until the transaction ends.
    """
    where = {call.id: f"labour of “{call.title}”" for call in calls}
    leads = {call.id for call in calls if may(viewer, Permission.TAKE_OFF_LINE, call)}
    reads = {call.id for call in calls if may_see(viewer, call)}
    query = select(Line).where(Line.call_id.in_(where)).order_by(Line.id)
    lines = {one.id: one for one in _read(query, Line, held=held)}
    why = select(LineRemoval).where(LineRemoval.line_id.in_(lines)).order_by(LineRemoval.id)
    removals = _read(why, LineRemoval, held=held)
    off = {one.line_id for one in removals if one.withdrawn_at is None}
    said = select(Confirmation.line_id).where(
        Confirmation.line_id.in_(lines), Confirmation.withdrawn_at.is_(None)
    )
    listed = set(db.session.scalars(said))
    for one in lines.values():
        is_open = one.id in listed and one.call_id in (leads if one.id in off else reads)
        name, put = f"labour-{one.key}", _what_of(one, lines)
        yield Spot(name, _WHAT, where[one.call_id], one.what, put, LONGEST_WHAT, is_open)
    for removal in removals:
        number = lines[removal.line_id].call_id
        is_open = number in leads and removal.line_id in listed
        name, put = f"off-{removal.id}", _why_of(removal)
        yield Spot(name, _WHY, where[number], removal.reason, put, LONGEST_REASON, is_open)


def _read(query: Select[Any], row: Any, *, held: bool) -> Sequence[Any]:
    if held:
        query = query.with_for_update(of=row).execution_options(populate_existing=True)
    return db.session.scalars(query).unique().all()


def _what_of(line: Line, lines: Mapping[int, Line]) -> Put:
    """One person's lines of one kind are told apart by what they say: by a number where they say
    the same by then.
    """

    def put(text: str) -> None:
        key = line.call_id, line.member_id, line.kind
        alike = [o for o in lines.values() if (o.call_id, o.member_id, o.kind) == key]
        taken = {one.what for one in alike if one is not line}
        told, number = text, 1
        while told in taken:
            number += 1
            told = f"{text[: LONGEST_WHAT - len(f' ({number})')]} ({number})"
        line.what = told

    return put


def _why_of(removal: LineRemoval) -> Put:
    return lambda text: setattr(removal, "reason", text)
