"""The draft of an agenda, held by one at a time: whoever read an older one looks again first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from community.calls.models import Call
from community.db import db, locked, number_of
from community.errors import Refusal

from .models import Agenda, Item


class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since it was read; what was typed is kept."""


def hold(call: Call | int, *, now: datetime, or_gone: bool = False) -> Agenda:
    """The agenda of a call (or of the call with this id), made at its first time, held until the
    transaction ends. Raises `Refusal` where the call was deleted, but for `or_gone`.
    """
    call_id = call if isinstance(call, int) else number_of(call)
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = kind.insert(Agenda).values(call_id=call_id, version=0, updated_at=now)
    db.session.execute(first.on_conflict_do_nothing())
    agenda = locked(Agenda, call_id)
    if agenda.call.is_removed and not or_gone:
        raise Refusal("This call has been deleted, so its agenda stays as it is.")
    return agenda


def hold_item(item: Item, *, now: datetime) -> tuple[Item, Agenda]:
    """An item, read again, with the agenda it stands on; both held until the transaction ends."""
    number = number_of(item)
    call_id = db.session.scalars(select(Item.call_id).where(Item.id == number)).one()
    agenda = hold(call_id, now=now)
    item = locked(Item, number)
    if item.call_id != call_id:
        raise ChangedMeanwhile("This item has moved to another call meanwhile. Look there.")
    return item, agenda


def touch(agenda: Agenda, *, now: datetime) -> None:
    """Whoever has read the draft before has to look again before they order or publish it."""
    agenda.version += 1
    agenda.updated_at = now
    db.session.flush()


def expect(agenda: Agenda, version: int) -> None:
    """Raise `ChangedMeanwhile` where another version of the draft was read."""
    if agenda.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed this agenda since you opened the page. Nothing of theirs"
            " or yours is lost: look at how it stands now, then decide."
        )
