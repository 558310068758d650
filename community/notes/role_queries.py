"""Who takes the notes at a call."""

from collections.abc import Callable
from datetime import datetime

from community.access import Viewer
from community.agendas.call_roles import CallRole
from community.agendas.role_queries import has_role

from .models import Kind
from .subject_queries import Subject

OTHERS_NOTE, MADE_OF_IT = (Kind.NOTE, Kind.QUESTION), (Kind.DECISION, Kind.ACTION)
Meanwhile = Callable[[int, datetime], bool]
_meanwhile: list[Meanwhile] = []


def sort_while(meanwhile: Meanwhile) -> None:
    """Let who takes notes at a call, by its id, sort them as long as a feature below says so."""
    if meanwhile not in _meanwhile:
        _meanwhile.append(meanwhile)


def has_notes_role(subject: Subject, viewer: Viewer, now: datetime) -> bool:
    """Whether the viewer takes notes where something is said: then they make decisions and actions
    of what others note, from when the call was started as long as its record is worked on. One
    query where they do not, else three.
    """
    if viewer.member is None or subject.call is None:
        return False
    call_id = subject.call.id
    has_it = has_role(call_id, viewer.member.id, {CallRole.NOTES})
    return has_it and all(meanwhile(call_id, now) for meanwhile in _meanwhile)
