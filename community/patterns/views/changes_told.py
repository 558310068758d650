"""What a pattern's page says of changing it: where, and what others have suggested."""

from typing import Any

from flask import url_for

from community.access import may, viewer
from community.patterns.comparing import HEADINGS
from community.patterns.content import SECTIONS, Content
from community.patterns.facets import Stage
from community.patterns.models import Pattern
from community.patterns.policies import Permission, first_shown
from community.patterns.suggestion_queries import MOST, number_open, open_with
from community.patterns.writing_policies import may_edit, may_write

_MAY_BE_SAID = ("also_known_as", *(n for n in SECTIONS if n != "business_tension"), "checks")
_MAY_BE_SAID += ("sources", "tags")
_FACETS = ("dimensions", "infrastructure", "roles", "moments", "effort", "people", "tags")


def changing(pattern: Pattern, content: Content) -> dict[str, Any]:
    """The link beside each section, those that are not said yet, and the suggestions the reader has
    to do with.
    """
    who = viewer()
    if who.member is None:
        return {"changing": None, "unsaid": (), "suggestions": {"lines": ()}}
    decides = may_edit(who, pattern)
    since = first_shown(who, pattern) if decides else 1
    lines = open_with(pattern, who.member.person_id, decides=decides, since=since)
    number = len(lines) if len(lines) < MOST else number_open(pattern_id=pattern.id)
    told = {"lines": lines, "decides": decides, "number": number}
    unsaid = [(name, HEADINGS[name]) for name in _MAY_BE_SAID if not getattr(content, name)]
    return {"changing": _where(pattern), "unsaid": unsaid, "suggestions": told}


def _where(pattern: Pattern) -> dict[str, str] | None:
    """Whoever began it, or is invited to write it, changes it at once; everybody else suggests.
    What is retired nobody does.
    """
    who = viewer()
    if may_write(who, pattern) and pattern.stage is not Stage.RETIRED:
        at = f"{url_for('patterns.edit_pattern', slug=pattern.slug)}#"
        return {"at": at, "words": "Change", "facets": "tags"}
    if may(who, Permission.SUGGEST_EDIT, pattern):
        address = url_for("patterns.new_suggestion", slug=pattern.slug, section="")
        return {"at": address, "words": "Suggest an edit", "facets": "&section=".join(_FACETS)}
    return None
