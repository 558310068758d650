"""Which items were spoken about, and while their call was held, as notes tell."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from community.agendas.models import Item
from community.calls.times import Sitting
from community.db import db

from .models import ItemThread, Note
from .task_queries import is_removed


def spoken_of(items: Collection[int]) -> Collection[int]:
    """Of some items, by their numbers, those about which anything was ever noted. One query."""
    query = select(ItemThread.item_id).join(Note, Note.thread_id == ItemThread.thread_id)
    return set(db.session.scalars(query.where(ItemThread.item_id.in_(items)).distinct()))


def spoken_about(call_id: int) -> Collection[int]:
    """The numbers of items on which something was noted since the call, by its id, began; what was
    said ahead of it and what was taken out does not count. One query.
    """
    return spoken_among([call_id]).get(call_id, set())


def spoken_among(call_ids: Collection[int]) -> Mapping[int, set[int]]:
    """The same of several calls, by those of them that have any. At most one query."""
    if not call_ids:
        return {}
    began = select(func.min(Sitting.starts_at)).where(Sitting.call_id == Item.call_id)
    query = (
        select(Item.call_id, Item.id)
        .join(ItemThread, ItemThread.item_id == Item.id)
        .join(Note, Note.thread_id == ItemThread.thread_id)
        .where(
            Item.call_id.in_(call_ids),
            Note.made_at >= began.correlate(Item).scalar_subquery(),
            ~is_removed(),
        )
    )
    found: dict[int, set[int]] = {}
    for row in db.session.execute(query.distinct()):
        found.setdefault(row.call_id, set()).add(row.id)
    return found
