"""Items whose call only its link leads to from now on: what was known of them leads nowhere."""

from collections.abc import Sequence

from sqlalchemy import select

from community.calls.events import CallsHidden
from community.calls.models import Visibility
from community.db import db
from community.events import announce
from community.keys import new_key

from .events import ItemsHidden
from .models import Item


def calls_hidden(event: CallsHidden) -> None:
    """Give the items of calls that only their links lead to from now on new addresses."""
    query = select(Item).where(Item.call_id.in_([call.id for call in event.calls]))
    _hide(db.session.scalars(query).unique().all())


def hide_moved(item: Item) -> None:
    """Give an item that has moved to a call which only its link leads to a new address; elsewhere
    it keeps its own.
    """
    db.session.refresh(item, ["call"])
    if item.call.visibility is Visibility.LINK:
        _hide([item])


def _hide(items: Sequence[Item]) -> None:
    for item in items:
        item.key = new_key()
    db.session.flush()
    if items:
        announce(ItemsHidden(tuple(items)))
