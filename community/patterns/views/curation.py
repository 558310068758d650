"""What a pattern's page tells of its use and of its curation."""

from typing import Any

from community.access import may, viewer
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.use_forms import UseMarkForm
from community.patterns.use_queries import marks_of


def curation_of(pattern: Pattern, *, mark_form: UseMarkForm | None = None) -> dict[str, Any]:
    """The marks of its users; a form that was sent back in place of a fresh one."""
    if not pattern.is_listed:
        return {}
    who = viewer()
    marks = marks_of(pattern.id, who.member.person_id if who.member else None)
    return {
        "marks": marks,
        "may_mark": may(who, Permission.MARK_USE, pattern),
        "mark_form": mark_form or UseMarkForm(data=marks.mine),
    }
