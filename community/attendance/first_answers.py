"""A first answer that nothing stands in the way of: one row, written where that is so.

Most answers are of this kind, and come many at once when a call is announced. Whatever else there
is to think of (a full call, people in line, an answer to change) is the matter of `rsvps`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    exists,
    false,
    func,
    insert,
    select,
)

from community.calls.apart import is_apart
from community.calls.call_queries import is_gone
from community.calls.models import Call
from community.calls.times import Cancellation, Sitting
from community.conduct.emergency_queries import stops_answer
from community.db import Instant, plainly

from .models import Answer, Rsvp


def _open_to_a_first_answer() -> Select[Any]:
    """The values of the row, read from the sitting; nothing where something stands in the way."""
    sitting, call, rsvp = Sitting.__table__.c, Call.__table__.c, Rsvp.__table__.c
    wish, now = _text("answer"), bindparam("now", type_=Instant())
    here = rsvp.sitting_id == sitting.id
    going = (
        select(func.count()).select_from(Rsvp.__table__).where(here, rsvp.answer == Answer.GOING)
    )
    person_id, is_coming = bindparam("person_id", type_=Integer()), wish != Answer.CANNOT.value
    return (
        select(
            sitting.id,
            person_id,
            wish,
            false(),
            _text("note"),
            _text("access_needs"),
            bindparam("shows_name", type_=Boolean()),
            now,
            now,
        )
        .join_from(Sitting.__table__, Call.__table__)
        .where(
            sitting.id == bindparam("sitting_id", type_=Integer()),
            sitting.starts_at > now,
            ~exists().where(
                Cancellation.sitting_id == sitting.id, Cancellation.withdrawn_at.is_(None)
            ),
            ~is_gone(call),
            ~stops_answer(sitting.call_id, person_id, is_coming, now),
            ~((is_coming | (_text("note") != "")) & is_apart(person_id, now)),
            ~exists().where(here, rsvp.person_id == person_id),
            ~exists().where(here, rsvp.answer == Answer.WAITING),
            (wish != Answer.GOING.value)
            | sitting.capacity.is_(None)
            | (sitting.capacity > going.scalar_subquery()),
        )
    )


def _text(name: str) -> ColumnElement[str]:
    """A value given as text; PostgreSQL cannot tell that by itself where it is only selected."""
    return cast(bindparam(name, type_=String()), String())


_COLUMNS = (
    *("sitting_id", "person_id", "answer", "by_series", "note", "access_needs", "shows_name"),
    *("answered_at", "updated_at"),
)
# Written once: to put a statement together costs more than to send it.
_WRITE = (
    insert(Rsvp.__table__)  # type: ignore[arg-type]
    .from_select(_COLUMNS, _open_to_a_first_answer())
    .returning(Rsvp.__table__.c.id)
)


def write(
    sitting_id: int,
    person_id: int,
    *,
    answer: Answer,
    note: str,
    access_needs: str,
    shows_name: bool,
    now: datetime,
) -> bool:
    """Write the answer to a sitting that is held by this transaction. False, and nothing is
    written, where more is to be thought of: the sitting takes no answers, an emergency measure
    stops them, they may not reach who holds it, no place is free, somebody waits, or this person
    has answered before.
    """
    given = {
        "sitting_id": sitting_id,
        "person_id": person_id,
        "answer": answer.value,
        "note": note,
        "access_needs": access_needs,
        "shows_name": shows_name,
        "now": now,
    }
    return plainly(_WRITE, given).first() is not None
