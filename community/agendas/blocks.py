"""What the page of a call shows of its agenda: values, gathered before it is rendered."""

from dataclasses import dataclass

from community.access import Viewer, may
from community.calls.models import Call

from .models import State
from .policies import Permission
from .queries import number_of_items


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """How many proposals there are; `may_write`: the reader works on the draft."""

    slug: str
    proposals: int
    may_write: bool


def agenda_block(call: Call, viewer: Viewer) -> AgendaBlock:
    """The block of a call for one reader."""
    return AgendaBlock(
        slug=call.slug,
        proposals=number_of_items(call.id, State.PROPOSED),
        may_write=may(viewer, Permission.WRITE_AGENDA, call),
    )
