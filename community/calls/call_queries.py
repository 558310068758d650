"""Conditions for queries on calls, also of other features: whether one was deleted, who leads it.

What holds for a call by itself or by its series is asked in two questions, each by its index:
SQLite reads a whole table to answer them in one.
"""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, exists, or_, select, union_all

from .models import Call, Removal
from .owners import Ownership


def is_gone(call: Any = Call) -> ColumnElement[bool]:
    """Whether the call of a query, or its series, was deleted; `call` is what it goes by there."""
    return or_(
        *(
            exists().where(Removal.withdrawn_at.is_(None), its).correlate_except(Removal)
            for its in (Removal.call_id == call.id, Removal.series_id == call.series_id)
        )
    )


def is_led_by(member_id: Any) -> ColumnElement[bool]:
    """Whether a member facilitates the call of a query: by number, or by a column of the query."""
    return or_(
        *(
            exists()
            .where(Ownership.member_id == member_id, Ownership.ended_at.is_(None), its)
            .correlate_except(Ownership)
            for its in (Ownership.call_id == Call.id, Ownership.series_id == Call.series_id)
        )
    )


def led_by(member_id: int) -> CompoundSelect[int]:
    """The numbers of the calls a member facilitates."""
    held = select(Call.id).where(Ownership.member_id == member_id, Ownership.ended_at.is_(None))
    return union_all(
        held.join(Ownership, Ownership.call_id == Call.id),
        held.join(Ownership, Ownership.series_id == Call.series_id),
    )
