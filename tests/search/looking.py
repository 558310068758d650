"""Shorthands for finding in tests."""

from community.access import VISITOR, Viewer
from community.accounts.models import Member
from community.search import queries
from community.search.models import Kind
from community.search.words import asked_for


def found(query: str, who: Member | None = None, kind: Kind | None = None) -> list[str]:
    """What somebody finds: of each kind the titles, or what it says where it has none."""
    viewer = Viewer(who) if who else VISITOR
    return [
        f"{one.kind.value}: {one.title or one.text}"
        for each in ([kind] if kind else Kind)
        for one in queries.find(asked_for(query), each, viewer, most=20)
    ]
