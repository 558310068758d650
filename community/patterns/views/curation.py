"""What a pattern's page tells of its use and of its curation."""

from typing import Any

from community.access import Viewer, may, viewer
from community.patterns.known_use_queries import UseLine, uses_of
from community.patterns.models import Pattern
from community.patterns.policies import Permission, has_written, is_curator
from community.patterns.use_forms import UseMarkForm, WordForm
from community.patterns.use_queries import marks_of


def curation_of(
    pattern: Pattern,
    *,
    mark_form: UseMarkForm | None = None,
    word_form: WordForm | None = None,
    word_for: int | None = None,
) -> dict[str, Any]:
    """Marks and known uses of what everybody sees; forms that were sent back stand as typed."""
    if not pattern.is_listed:
        return {}
    who = viewer()
    marks = marks_of(pattern.id, who.member.person_id if who.member else None)
    uses = uses_of(pattern.id)
    return {
        "marks": marks,
        "may_mark": may(who, Permission.MARK_USE, pattern),
        "mark_form": mark_form or UseMarkForm(data=marks.mine),
        "uses": uses,
        "may_with_uses": {line.row.id: _may_with(who, line) for line in uses},
        "word_form": word_form or WordForm(),
        "word_for": word_for,
    }


def _may_with(who: Viewer, line: UseLine) -> frozenset[str]:
    """What the reader may do with a use, known from what was read already."""
    if who.member is None:
        return frozenset()
    mine, curates = has_written(who, line.row), is_curator(who, None)
    has_verified = line.verified_by_id == who.member.person_id
    allowed = {
        Permission.CHANGE_USE: mine,
        Permission.WITHDRAW_USE: mine or curates,
        Permission.VERIFY_USE: not mine,
        Permission.UNVERIFY_USE: has_verified or curates,
    }
    return frozenset(permission.value for permission, given in allowed.items() if given)
