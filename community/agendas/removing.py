"""Taking items off a draft that were put on it by mistake."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal

from . import versions
from .editions import EditionItem
from .models import Item, ItemState, State
from .off_record import spoken_of
from .states import stand

_FROM = {State.ACCEPTED, State.PARKED}
TakenUp = Callable[[Any], ColumnElement[bool]]
_taken_up: list[TakenUp] = []


class HeldByMore(Refusal):
    """Others have proposed it, read it or spoken about it."""


def keep_where(taken_up: TakenUp) -> None:
    """Let a feature below say, for a query, whether an item was taken up at a call, by a column
    with its number: then it stays.
    """
    if taken_up not in _taken_up:
        _taken_up.append(taken_up)


def remove(item: Item, *, by: Member, now: datetime) -> None:
    """Take an item off the draft. Twice changes nothing; what it stood as comes back with `undo`.

    Raises `HeldByMore` where it was proposed, published or taken up, or something was said of it.
    """
    item, agenda = versions.hold_item(item, now=now)
    if item.state is State.WITHDRAWN:
        return
    if item.id not in removable([item]):
        raise HeldByMore(
            f"“{item.title}” was proposed, published or taken up, or something was said of it, so"
            " it stays. You can park it."
        )
    stand(item, State.WITHDRAWN, by_id=by.id, now=now)
    versions.touch(agenda, now=now)


def removable(items: Sequence[Item]) -> Collection[int]:
    """Those of these items that can be taken off, by their numbers. At most two queries."""
    numbers = [item.id for item in items if item.state in _FROM]
    if not numbers:
        return ()
    proposed = ItemState.item_id == Item.id, ItemState.state == State.PROPOSED
    query = select(Item.id).where(
        Item.id.in_(numbers),
        ~exists().where(EditionItem.item_id == Item.id),
        ~exists().where(*proposed),
        *(~is_taken_up(Item.id) for is_taken_up in _taken_up),
    )
    found = set(db.session.scalars(query))
    return found - spoken_of(found) if found else ()
