"""What was said off the record stays so: an item comes onto it while nothing was said of it."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select

from community.db import db
from community.errors import Refusal

from .editions import EditionItem
from .models import Item

SpokenOf = Callable[[Collection[int]], Collection[int]]
_spoken_of: list[SpokenOf] = []


class SaidOffTheRecord(Refusal):
    """People said something because it stays with those who are there."""


def look_for_words(spoken_of: SpokenOf) -> None:
    """Let a feature below tell of which of some items, by their numbers, anything was said."""
    if spoken_of not in _spoken_of:
        _spoken_of.append(spoken_of)


def spoken_of(numbers: Collection[int]) -> set[int]:
    """Those of the items with these numbers of which anything was said."""
    return {found for of in _spoken_of for found in of(numbers)} if numbers else set()


def refuse_to_open(items: Sequence[Item]) -> None:
    """Raises `SaidOffTheRecord` where anything was said of one of these, which were off the record
    and are to be on it.
    """
    numbers = sorted(item.id for item in items)
    if numbers:  # who says something of one right now has said it, or is told that it is open
        held = select(Item.id).where(Item.id.in_(numbers)).order_by(Item.id)
        db.session.execute(held.with_for_update())
    spoken = spoken_of(numbers)
    titles = ", ".join(f"“{item.title}”" for item in items if item.id in spoken)
    if titles:
        raise SaidOffTheRecord(
            f"What was said about {titles} was said off the record, and stays so. Put another item "
            "on the agenda for what everybody may read."
        )


def published_off(items: Sequence[Item]) -> list[Item]:
    """Those that were off the record where they were published last. One query."""
    its = Item.id.in_([item.id for item in items])
    found = set(db.session.scalars(select(Item.id).where(its, _is_published_off())))
    return [item for item in items if item.id in found]


def off_record_among(numbers: Collection[int]) -> set[int]:
    """Those of the items with these numbers that are off the record, as they are or as they were
    published last. At most one query.
    """
    if not numbers:
        return set()
    query = select(Item.id).where(Item.id.in_(numbers), is_off_record())
    return set(db.session.scalars(query))


def is_off_record() -> ColumnElement[bool]:
    """Whether an item, of a query that has it, is off the record, as it is or as it was published
    last.
    """
    return or_(Item.is_off_record, _is_published_off())


def _is_published_off() -> ColumnElement[bool]:
    last = select(func.max(EditionItem.edition_id)).where(EditionItem.item_id == Item.id)
    published = exists().where(
        EditionItem.item_id == Item.id,
        EditionItem.edition_id == last.correlate(Item).scalar_subquery(),
        EditionItem.is_off_record,
    )
    return published.correlate(Item)
