"""Who is signed in, from the columns that were read of them: a row once somebody asks for it."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, TypeVar

from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from community.access import Recognised
from community.db import Base, db, is_writing

from .models import Member, Person

Row = TypeVar("Row", Member, Person)


class Read(Recognised):
    """A member by the columns of their table and then of their person's, in order."""

    def __init__(self, columns: Sequence[Any]) -> None:
        self._columns = columns
        self.id, self.person_id = columns[0], columns[1]

    @cached_property
    def member(self) -> Member:
        """The row of the session, with that of the person. Within a transaction it is read anew:
        what was read of it before may be older.
        """
        if is_writing():
            return db.session.get_one(Member, self.id)
        own = len(_names(Member))
        person = _row(Person, self.person_id, self._columns[own:])
        member = _row(Member, self.id, self._columns[:own])
        set_committed_value(member, "person", person)
        return member


def _row(model: type[Row], number: int, columns: Sequence[Any]) -> Row:
    """The row as the session has it; else as it was read, and held by the session from now on."""
    there: Row | None = db.session.identity_map.get(identity_key(model, number))
    if there is not None:
        return there
    row = model()
    for name, value in zip(_names(model), columns, strict=True):
        set_committed_value(row, name, value)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


@cache
def _names(model: type[Base]) -> tuple[str, ...]:
    """What the columns of a table are called in its model, in order."""
    mapper = model.__mapper__
    return tuple(mapper.get_property_by_column(column).key for column in model.__table__.c)
