"""A guest turns out to be a member: what holds for one holds for the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from community import audit
from community.db import db

from .emergency_models import Emergency, EmergencyMeasure
from .joining_models import PersonJoining
from .measure_models import Measure
from .state_models import ContentState

HELD = (
    *(Measure.person_id, Measure.other_person_id),
    *(Emergency.person_id, EmergencyMeasure.person_id, ContentState.author_id),
)


@contextmanager
def being_one(gone_id: int, kept_id: int, *, now: datetime) -> Iterator[None]:
    """Within the block what is said and decided about one may be told of the other."""
    db.session.add(PersonJoining(gone_id=gone_id, kept_id=kept_id, at=now))
    db.session.flush()
    yield
    db.session.flush()
    gone = delete(PersonJoining).where(PersonJoining.gone_id == gone_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


def give(column: Any, gone_id: int, kept_id: int) -> None:
    """Let the rows that name one person in a column name another; where a row is known by it, the
    audit log hears of that.
    """
    of_column = column.property.columns[0]
    if of_column.primary_key:
        audit.renumber(of_column.table, of_column == gone_id, {of_column.name: kept_id})
        return
    statement = update(column.class_).where(column == gone_id).values({column: kept_id})
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
