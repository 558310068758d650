"""What a pattern's page says of changing it: where, and what others have suggested."""

from typing import Any

from flask import url_for

from community.access import may, viewer
from community.patterns.models import Pattern
from community.patterns.policies import Permission, first_shown
from community.patterns.suggestion_queries import MOST, number_open, open_with
from community.patterns.writing_policies import may_edit, may_write


def changing(pattern: Pattern) -> dict[str, Any]:
    """The link beside each section, and the suggestions the reader has to do with."""
    who = viewer()
    if who.member is None:
        return {"changing": None, "suggestions": {"lines": ()}}
    decides = may_edit(who, pattern)
    since = first_shown(who, pattern) if decides else 1
    lines = open_with(pattern, who.member.person_id, decides=decides, since=since)
    number = len(lines) if len(lines) < MOST else number_open(pattern_id=pattern.id)
    told = {"lines": lines, "decides": decides, "number": number}
    return {"changing": _where(pattern), "suggestions": told}


def _where(pattern: Pattern) -> dict[str, str] | None:
    """Whoever began it, or is invited to write it, changes it at once; everybody else suggests."""
    who = viewer()
    if may_write(who, pattern):
        return {"at": f"{url_for('patterns.edit_pattern', slug=pattern.slug)}#", "words": "Change"}
    if may(who, Permission.SUGGEST_EDIT, pattern):
        address = url_for("patterns.new_suggestion", slug=pattern.slug, section="")
        return {"at": address, "words": "Suggest an edit"}
    return None
