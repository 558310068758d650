"""What the page of a call shows of its agenda: values, gathered before it is rendered."""

from dataclasses import dataclass

from community.access import Viewer, may
from community.calls.models import Call

from .call_roles import CallRole
from .content import ItemText, masked
from .edition_queries import latest_of, published_items
from .models import State
from .policies import Permission
from .queries import number_of_items
from .role_queries import roles_at


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """What is published, as the `edition` with this number (None: nothing is), and how many
    proposals there are; `roles` are those of somebody who is named; `may_write`: the reader works
    on the draft.
    """

    slug: str
    edition: int | None
    items: tuple[ItemText, ...]
    proposals: int
    roles: tuple[tuple[CallRole, str], ...]
    may_write: bool


def agenda_block(call: Call, viewer: Viewer) -> AgendaBlock:
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
    )
