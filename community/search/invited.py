"""Drafts of others to which somebody is invited, as far as they say what is looked for. The index
knows each draft for its author alone: who is invited changes without a word of it changing.
"""

from community.access import Viewer
from community.patterns.findable import entries_of
from community.patterns.invitation_queries import shared_with

from .models import Kind, first_id
from .queries import Found
from .words import Asked, says_all


def drafts_saying(asked: Asked, who: Viewer) -> list[Found]:
    """Those, by title first, then the latest begun; one query where there are none."""
    rows = shared_with(who.member.person_id) if asked and who.member is not None else ()
    entries = entries_of([row.pattern.id for row in rows]) if rows else ()
    found = [
        Found(
            id=first_id(Kind.PATTERN) + one.number,
            kind=Kind.PATTERN,
            number=one.number,
            key=one.key,
            call_id=None,
            language=one.language,
            at=one.at,
            title=one.title,
            text=one.text,
            is_by_title=says_all(one.title, asked),
        )
        for one in entries
        if says_all(f"{one.title}\n{one.text}", asked)
    ]
    return sorted(found, key=_order)


def with_drafts(found: list[Found], asked: Asked, who: Viewer, *, most: int) -> list[Found]:
    """At most so many of what was found and of those, patterns in one order before all else."""
    drafts = drafts_saying(asked, who)
    if not drafts:
        return found
    patterns = [*(one for one in found if one.kind is Kind.PATTERN), *drafts]
    rest = [one for one in found if one.kind is not Kind.PATTERN]
    return [*sorted(patterns, key=_order), *rest][:most]


def _order(one: Found) -> tuple[bool, int]:
    return (not one.is_by_title, -one.id)
