"""All that a place keeps, to look for words of somebody in it."""

from sqlalchemy import select

from community.db import Base, db


def everything_kept() -> str:
    """Every row of every table, as text."""
    return "\n".join(
        str(tuple(row))
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    )
