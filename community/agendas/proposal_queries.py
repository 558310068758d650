"""Reads about what proposals said while everybody read them, and about what was published since."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from community.db import db

from .editions import EditionItem
from .models import Item, State
from .proposal_words import ProposalWords


def words_read_by_all(item: Item) -> EditionItem | ProposalWords | None:
    """The words of an item that others read, where it is no proposal: those of the last edition it
    stands in, else those it had as a proposal. None: there are none.
    """
    query = select(EditionItem).where(EditionItem.item_id == item.id)
    published = db.session.scalar(query.order_by(EditionItem.edition_id.desc()).limit(1))
    if published is not None or item.state is State.PROPOSED:
        return published
    return db.session.get(ProposalWords, item.id)


def words_kept_of(numbers: Collection[int]) -> Mapping[int, ProposalWords]:
    """What items said as proposals, by their numbers. One query."""
    found = db.session.scalars(select(ProposalWords).where(ProposalWords.item_id.in_(numbers)))
    return {row.item_id: row for row in found}


def published_as(item: Item) -> list[EditionItem]:
    """The item in every edition it stands in."""
    query = select(EditionItem).where(EditionItem.item_id == item.id)
    return list(db.session.scalars(query.order_by(EditionItem.edition_id.desc())))


def told_as(item: Item) -> list[EditionItem | ProposalWords]:
    """The item wherever others read it: in every edition, and as it was proposed."""
    kept = db.session.get(ProposalWords, item.id)
    return [*published_as(item), *([kept] if kept else ())]
