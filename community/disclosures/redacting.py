"""Where what was said of tools has words that are to be taken out of the texts it was said of.

Several texts of one person may share a row: the words are gone from what is said of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select

from community.db import Base, db
from community.redaction import Put, Spot

from .models import DisclosedTool, Disclosure

_SAID = {
    "purpose": "What a tool was used for",
    "material": "Whose material went in",
    "footprint": "Footprint of a tool",
}
_NAMED = {
    "name": "A tool that was named",
    "version": "The version of a tool",
    "controlled_by": "Who controls a tool",
}
_Row = TypeVar("_Row", bound=Base)


def tool_spots(
    told: Mapping[int, str], *, is_open: bool = True, held: bool = False
) -> Iterator[Spot]:
    """Every place with words of what was said of tools; `told` has the numbers of disclosures, and
    beside what each stands. Where they are `held`, nobody else takes words out of them until the
    transaction ends. Two queries.
    """
    rows = _read(select(Disclosure).where(Disclosure.id.in_(told)), Disclosure, held=held)
    for row in rows:
        yield from _of(row, f"tools-{row.id}", _SAID, told[row.id], is_open=is_open)
    named = select(DisclosedTool).where(DisclosedTool.disclosure_id.in_(told))
    for tool in _read(named, DisclosedTool, held=held):
        number = tool.disclosure_id
        name = f"tools-{number}-{tool.position}"
        yield from _of(tool, name, _NAMED, told[number], is_open=is_open)


def those_with(word: str) -> Select[int]:
    """A query for the numbers of disclosures in which a word stands."""
    named = select(DisclosedTool.disclosure_id).where(_has(DisclosedTool, _NAMED, word))
    return select(Disclosure.id).where(or_(_has(Disclosure, _SAID, word), Disclosure.id.in_(named)))


def _has(model: Any, columns: Mapping[str, str], word: str) -> ColumnElement[bool]:
    return or_(*(getattr(model, name).icontains(word, autoescape=True) for name in columns))


def _read(query: Select[_Row], model: type[_Row], *, held: bool) -> Sequence[_Row]:
    query = query.order_by(*model.__table__.primary_key)
    if held:
        query = query.with_for_update(of=model).execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def _of(
    row: Any, name: str, columns: Mapping[str, str], where: str, *, is_open: bool
) -> Iterator[Spot]:
    for column, what in columns.items():
        text, most = getattr(row, column), row.__table__.c[column].type.length
        yield Spot(f"{name}-{column}", what, where, text, _into(row, column), most, is_open)


def _into(row: Any, column: str) -> Put:
    return lambda text: setattr(row, column, text)
