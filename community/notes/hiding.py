"""Addresses of threads and notes when only a link leads to what they are about from now on."""

from sqlalchemy import Select, select

from community.agendas.events import ItemsHidden
from community.calls.events import CallsHidden
from community.db import db
from community.keys import new_key

from .models import CallThread, ItemThread, Note, Thread


def calls_hidden(event: CallsHidden) -> None:
    """Give the threads of calls, and the notes in them, new addresses."""
    calls = [call.id for call in event.calls]
    _draw_afresh(select(CallThread.thread_id).where(CallThread.call_id.in_(calls)))


def items_hidden(event: ItemsHidden) -> None:
    """The same for the threads of items on agendas."""
    items = [item.id for item in event.items]
    _draw_afresh(select(ItemThread.thread_id).where(ItemThread.item_id.in_(items)))


def _draw_afresh(threads: Select[int]) -> None:
    for thread in db.session.scalars(select(Thread).where(Thread.id.in_(threads))):
        thread.key = new_key()
    for note in db.session.scalars(select(Note).where(Note.thread_id.in_(threads))).unique():
        note.key = new_key()
    db.session.flush()
