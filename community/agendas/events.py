"""What happens to agendas; `at` is when, in UTC."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.events import Event

from .call_roles import RoleHeld
from .editions import Edition
from .models import Item


@dataclass(frozen=True, slots=True)
class AgendaPublished(Event):
    """An edition of a call's agenda was published."""

    edition: Edition
    call: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalAnswered(Event):
    """A proposal was accepted, or declined with a word why."""

    item: Item
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class CallRoleChanged(Event):
    """A role at a call was given to who has it, or, where that has ended, given up or taken off."""

    held: RoleHeld
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class MembersNamed(Event):
    """Items that others can read name these members, by their ids, for the first time."""

    member_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemsHidden(Event):
    """Items belong to calls that only their links lead to, from now on; their keys are new."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CallCarriedOver(Event):
    """What a call left over belongs to the next call of its series now. Told once for each call,
    so that whatever else is left over (actions that are not done) can move along.
    """

    call: Call
    to: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class CarryingTakenBack(Event):
    """What a call had left over is its own again, as the call has not ended after all."""

    call: Call
    to: Call
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemSetAside(Event):
    """Other words stand for an item, or its own again; `calls` had it on their agendas."""

    item: Item
    calls: tuple[Call, ...]
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemPurged(Event):
    """Nothing is left of an item; whoever keeps one of the `pieces` takes it out too."""

    item: Item
    pieces: tuple[str, ...]
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemRedacted(Event):
    """Words were taken out of an item. Whoever keeps a copy of its texts takes them out too;
    whoever keeps what belongs to it, where `also` is set. `calls` had it on their agendas. The
    words are `bounded` where others write them by chance.
    """

    item: Item
    calls: tuple[Call, ...]
    words: str
    why: str
    also: bool
    by: Member
    at: datetime
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class ProposalWaits(Event):
    """A proposal with the first link of a member, by their number, waits until somebody who holds
    the call has read it.
    """

    call: Call
    by_id: int
    at: datetime
