"""Addresses of threads and notes when only a link leads to what they are about from now on."""

from sqlalchemy import Select, select

from community.agendas.events import ItemsHidden
from community.calls.events import CallsHidden
from community.db import db
from community.drafts.models import Draft
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
    """New keys, and drafts that stand where they stood."""
    moved: dict[str, str] = {}
    for thread in db.session.scalars(select(Thread).where(Thread.id.in_(threads))):
        thread.key = new_key()
    for note in db.session.scalars(select(Note).where(Note.thread_id.in_(threads))).unique():
        before, note.key = note.key, new_key()
        moved.update({f"{what} {before}": f"{what} {note.key}" for what in ("answer", "change")})
    for draft in db.session.scalars(select(Draft).where(Draft.place.in_(moved))):
        draft.place = moved[draft.place]
    db.session.flush()
