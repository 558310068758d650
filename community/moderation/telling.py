"""A line on each page for a member to whom something was said that they have not seen: beside the
letter, which may not come.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.guests import member_of
from community.db import db

from .case_queries import made_by_themselves
from .events import DoneAtOnce, PersonTold, ReporterAnswered
from .told_models import StandingUnread


def person_told(event: PersonTold) -> None:
    """There is a message at the page of their own standing."""
    _tell(event.person_id, event.at)


def done_at_once(event: DoneAtOnce) -> None:
    """The same for those whom it is about."""
    for person_id in sorted(set(event.people)):
        _tell(person_id, event.at)


def reporter_answered(event: ReporterAnswered) -> None:
    """The same for whoever did something in a call and is answered there."""
    person_id = event.report.reporter_id
    if person_id is not None and made_by_themselves([event.report]):
        _tell(person_id, event.at)


def is_told(person_id: Any, _now: Any) -> ColumnElement[bool]:
    """For a query on people: whether something waits that one has not looked at."""
    return exists().where(StandingUnread.person_id == person_id)


def look(person_id: int) -> None:
    """They look at it."""
    seen = delete(StandingUnread).where(StandingUnread.person_id == person_id)
    db.session.execute(seen.execution_options(synchronize_session="fetch"))


def _tell(person_id: int, now: datetime) -> None:
    """Nothing for a guest, whose letter leads to the page itself."""
    if member_of(person_id) is None:
        return
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = kind.insert(StandingUnread).values(person_id=person_id, at=now)
    db.session.execute(row.on_conflict_do_nothing())
