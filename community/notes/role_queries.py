"""Who takes the notes at a call."""

from community.access import Viewer
from community.agendas.call_roles import CallRole
from community.agendas.role_queries import has_role

from .subject_queries import Subject


def has_notes_role(subject: Subject, viewer: Viewer) -> bool:
    """Whether the viewer takes notes where something is said: then they sort them. One query."""
    if viewer.member is None or subject.call is None:
        return False
    return has_role(subject.call.id, viewer.member.id, {CallRole.NOTES})
