"""What hangs on rows that are to be deleted: read from the tables, so that none is forgotten."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Table, delete, or_, select

from community.db import Base, db


def delete_what_hangs_on(roots: Mapping[str, Collection[int]]) -> None:
    """Delete every row that leads to one of `roots`, numbers by the name of their table, over
    whatever other rows; the roots themselves stay.
    """
    going: dict[str, ColumnElement[bool]] = {}
    for table in Base.metadata.sorted_tables:  # whatever is led to comes first
        if table.name in roots:
            going[table.name] = table.c.id.in_(roots[table.name])
        elif ways := _ways(table, going):
            going[table.name] = or_(*ways)
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in going and table.name not in roots:
            db.session.execute(delete(table).where(going[table.name]))


def _ways(table: Table, going: Mapping[str, ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """The ways in which a row leads to one that goes; of several columns the first tells which."""
    firsts = [constraint.elements[0] for constraint in table.foreign_key_constraints]
    return [
        key.parent.in_(select(key.column).where(going[key.column.table.name]))
        for key in firsts
        if key.column.table.name in going
    ]
