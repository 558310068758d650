"""The order of an agenda: one item up or down, or the whole of it at once."""

from collections.abc import Sequence
from datetime import datetime

from community.calls.models import Call
from community.ordering import merged, stepped, write_places

from . import versions
from .models import Agenda, Item, State
from .queries import items_of


def move(item: Item, step: int, *, now: datetime) -> None:
    """Let an item change places with its neighbour: `step` is -1 for up, 1 for down. It says how
    the order is to change, so that it means the same whoever else has ordered meanwhile.
    """
    item, agenda = versions.hold_item(item, now=now)
    order = [each.id for each in items_of(agenda.call_id, {State.ACCEPTED})]
    if item.id not in order:
        return
    _write(agenda, stepped(order, item.id, step), now)


def put_in_order(call: Call, order: Sequence[int], *, version: int, now: datetime) -> None:
    """Order a whole agenda by the ids of its items. What it does not name stays behind the rest.

    Raises `ChangedMeanwhile` where `version` is not the one of the draft that was read.
    """
    agenda = versions.hold(call, now=now)
    versions.expect(agenda, version)
    _write(agenda, merged(order, [each.id for each in items_of(call.id, {State.ACCEPTED})]), now)


def _write(agenda: Agenda, order: Sequence[int], now: datetime) -> None:
    write_places(Item, order)
    versions.touch(agenda, now=now)
