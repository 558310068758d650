"""Which items were spoken about, and while their call was held, as notes tell."""

from collections.abc import Collection

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
    began = select(func.min(Sitting.starts_at)).where(Sitting.call_id == call_id)
    query = (
        select(Item.id)
        .join(ItemThread, ItemThread.item_id == Item.id)
        .join(Note, Note.thread_id == ItemThread.thread_id)
        .where(Item.call_id == call_id, Note.made_at >= began.scalar_subquery(), ~is_removed())
    )
    return set(db.session.scalars(query.distinct()))
