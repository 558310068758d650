"""What was said off the record stays so: an item comes onto it while nothing was said of it."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import func, select

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
    last = select(func.max(EditionItem.edition_id)).where(EditionItem.item_id == Item.id)
    query = (
        select(Item.id)
        .join(EditionItem, EditionItem.item_id == Item.id)
        .where(Item.id.in_([item.id for item in items]), EditionItem.is_off_record)
        .where(EditionItem.edition_id == last.correlate(Item).scalar_subquery())
    )
    found = set(db.session.scalars(query))
    return [item for item in items if item.id in found]
