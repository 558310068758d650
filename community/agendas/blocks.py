"""What the page of a call shows of its agenda: values, gathered before it is rendered."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.access import Viewer, may
from community.calls.models import Call
from community.clock import zone

from .call_roles import CallRole
from .content import ItemText, masked
from .edition_queries import latest_of, published_items
from .empty_queries import ending_of
from .models import State
from .policies import Permission
from .queries import number_of_items
from .role_queries import roles_at


@dataclass(frozen=True, slots=True)
class Ends:
    """When a call is cancelled by itself, and the zone in which its reader is told."""

    at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """What is published, as the `edition` with this number (None: nothing is), and how many
    proposals there are; `roles` are those of somebody who is named; `may_write`: the reader works
    on the draft; `ends` is when the call is cancelled by itself if nothing gets onto the agenda.
    """

    slug: str
    edition: int | None
    items: tuple[ItemText, ...]
    proposals: int
    roles: tuple[tuple[CallRole, str], ...]
    may_write: bool
    ends: Ends | None = None


def agenda_block(call: Call, viewer: Viewer, now: datetime) -> AgendaBlock:
    """The block of a call for one reader."""
    edition, may_write = latest_of(call.id), may(viewer, Permission.WRITE_AGENDA, call)
    items = published_items([edition.id]).get(edition.id, ()) if edition else ()
    return AgendaBlock(
        slug=call.slug,
        edition=edition.number if edition else None,
        items=items if may_write else masked(items),
        proposals=number_of_items(call.id, State.PROPOSED),
        roles=tuple(
            (role, held.member.person.credited_as)
            for role, held in roles_at(call.id).items()
            if held.member.person.credited_as
        ),
        may_write=may_write,
        ends=_ends(call, viewer, now),
    )


def _ends(call: Call, viewer: Viewer, now: datetime) -> Ends | None:
    ending = ending_of(call, now)
    if ending is None or ending.at <= now:
        return None
    return Ends(ending.at, zone(viewer.member.zone if viewer.member else ending.first.zone))
