"""What the page of a call says of its record: values, gathered before it is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db

from .list_queries import is_being_corrected, is_published
from .models import Absence
from .queries import has_begun


@dataclass(frozen=True, slots=True)
class RecordLine:
    """Where a record stands: `state` is published, open, absent (and `why`) or draft."""

    state: str
    why: str = ""


def record_line(call: Call, sittings: Sequence[Sitting], now: datetime) -> RecordLine | None:
    """What is said of the record; nothing before the call has begun, nor where it is not held. One
    query.
    """
    if not has_begun(sittings, now):
        return None
    none = select(Absence.why).where(Absence.call_id == Call.id, Absence.withdrawn_at.is_(None))
    asked: Any = select(
        is_published(), is_being_corrected(now), none.correlate(Call).scalar_subquery()
    )
    published, is_open, why = db.session.execute(asked.where(Call.id == call.id)).one()
    if published:
        return RecordLine("published")
    if why is not None:
        return RecordLine("absent", why)
    return RecordLine("open" if is_open else "draft")
