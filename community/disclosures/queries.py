"""Reads about what was said."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select

from community.accounts.models import Person
from community.db import db, number_of

from .models import DisclosedTool, Disclosure
from .wording import IN_DETAIL, Said, Tool

# Written once: every text that is sent asks it.
_LAST = (
    select(Disclosure, DisclosedTool)
    .outerjoin(DisclosedTool, DisclosedTool.disclosure_id == Disclosure.id)
    .where(
        Disclosure.id
        == select(func.max(Disclosure.id))
        .where(Disclosure.person_id == bindparam("person_id"))
        .scalar_subquery()
    )
    .order_by(DisclosedTool.position)
)
BETWEEN_NAMES = "\n"  # which no name of a tool has


def last_of(person: Person) -> Disclosure | None:
    """What a person said last time."""
    query = select(Disclosure).where(Disclosure.person_id == person.id)
    return db.session.scalar(query.order_by(Disclosure.id.desc()).limit(1))


def last_said(person: Person) -> Said | None:
    """All that a person said last time; one query."""
    return last_with_all(person)[1]


def last_with_all(person: Person) -> tuple[Disclosure | None, Said | None]:
    """What a person said last time, as a row and with all of it; one query."""
    rows: Sequence[Any] = db.session.execute(_LAST, {"person_id": number_of(person)}).all()
    tools = [_tool(tool) for _, tool in rows if tool is not None]
    return (rows[0][0], _said(rows[0][0], tools)) if rows else (None, None)


def said_in(disclosure: Disclosure) -> Said:
    """All that was said, with its tools; one query."""
    return saids_of([disclosure.id])[disclosure.id]


def saids_of(ids: Collection[int]) -> Mapping[int, Said]:
    """All that was said, by the number of the disclosure; two queries."""
    tools: dict[int, list[Tool]] = {}
    named = select(DisclosedTool).where(DisclosedTool.disclosure_id.in_(ids))
    for row in db.session.scalars(named.order_by(DisclosedTool.position)):
        tools.setdefault(row.disclosure_id, []).append(_tool(row))
    found = db.session.scalars(select(Disclosure).where(Disclosure.id.in_(ids)))
    return {row.id: _said(row, tools.get(row.id, ())) for row in found}


def _said(row: Disclosure, tools: Sequence[Tool]) -> Said:
    details = row.is_required, row.material, row.footprint
    return Said(row.degree, row.purpose, tuple(tools), row.checked, *details)


def _tool(row: DisclosedTool) -> Tool:
    return Tool(row.name, row.version, row.controlled_by, row.openness)


def names_of_tools() -> ColumnElement[Any]:
    """For a query that is joined to disclosures: the names of the tools, `BETWEEN_NAMES` each."""
    names = (
        select(func.aggregate_strings(DisclosedTool.name, BETWEEN_NAMES))
        .where(DisclosedTool.disclosure_id == Disclosure.id)
        .correlate(Disclosure)
        .scalar_subquery()
    )
    return case((Disclosure.degree.in_(IN_DETAIL), names))
