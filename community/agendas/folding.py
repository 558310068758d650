"""Items as somebody reads them who mutes or blocks whoever proposed one: in their place, folded."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Member, Person
from community.db import db
from community.distance.queries import Folded, folded_by

from .content import ItemText
from .guest_queries import guest_of_item, is_from_guest
from .models import Item


def folds_item(folded: Folded, item: Item) -> bool:
    """Whether what this item says is folded for who mutes or blocks these."""
    if not folded:
        return False
    named = item.proposed_by.person.credited_as is not None
    return folded.holds(item.proposed_by_id, is_named=named) and guest_of_item(item) is None


def fold(items: Sequence[ItemText], who: Viewer) -> tuple[ItemText, ...]:
    """The items for one reader. One query, two where they keep somebody at a distance."""
    found = folded_among([item.number for item in items], folded_by(who) if items else Folded())
    return tuple(
        replace(item, is_folded=item.number in found and not item.is_masked) for item in items
    )


def folded_among(numbers: Collection[int], folded: Folded) -> frozenset[int]:
    """Those of the items with these numbers that are folded. One query where any may be."""
    if not folded or not numbers:
        return frozenset()
    query = (
        select(Item.id, Item.proposed_by_id.label("by_id"), Person.credited_as.label("by"))
        .join(Member, Member.id == Item.proposed_by_id)
        .join(Person, Person.id == Member.person_id)
        .where(Item.id.in_(numbers), ~is_from_guest(Item.id))
    )
    return frozenset(row.id for row in db.session.execute(query) if folded.folds(row))
