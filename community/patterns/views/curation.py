"""What a pattern's page tells of its use and of its curation."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from community import clock
from community.access import Viewer, may, permitted, viewer
from community.distance.queries import Folded, folded_people
from community.patterns import curation_queries as said
from community.patterns.adaptation_queries import unsaid_changes
from community.patterns.content import Content, missing
from community.patterns.curation_models import LOOKED_AT
from community.patterns.facets import Stage
from community.patterns.known_use_queries import UseLine, uses_and_places
from community.patterns.models import Pattern
from community.patterns.policies import Permission, has_written
from community.patterns.stage_queries import evidence_of, why_spent
from community.patterns.stages import Need, needs, needs_check, next_stage
from community.patterns.staging import NAMES
from community.patterns.use_forms import LinkForm, UseMarkForm, WordForm
from community.patterns.use_queries import marks_of
from community.patterns.writing_policies import is_curator, may_edit

_ACTS = (
    *(Permission.REVIEW_PATTERN, Permission.OBJECT, Permission.SPEAK_FOR),
    *(Permission.TAKE_WORD_BACK, Permission.CHECK_PATTERN, Permission.RETIRE_PATTERN),
)


def curation_of(
    pattern: Pattern,
    content: Content,
    off: Collection[int],
    *,
    mark_form: UseMarkForm | None = None,
    word_form: WordForm | None = None,
    word_for: int | None = None,
    use_changed: Sequence[str] = (),
    mending: tuple[LinkForm, int] | None = None,
) -> dict[str, Any]:
    """Marks and known uses of what everybody sees; forms that were sent back stand as typed."""
    if not pattern.is_listed:
        return {"curation": {"needs": _draft_needs(pattern, content)}}
    who = viewer()
    me = who.member.person_id if who.member else None
    marks = marks_of(pattern.id, me, off)
    uses, places = uses_and_places(pattern.id, off)
    told = _said_of(pattern, who, off)
    return {
        "marks": marks,
        "may_mark": may(who, Permission.MARK_USE, pattern),
        "may_take_mark_back": may(who, Permission.TAKE_MARK_BACK, pattern),
        "may_add_use": may(who, Permission.ADD_USE, pattern),
        "mark_form": mark_form or UseMarkForm(data=marks.mine),
        "uses": uses,
        "use_places": [(one.placeholder, one.by_id == me) for one in places],
        "may_with_uses": {line.row.id: _may_with(who, line, told) for line in uses},
        "word_form": word_form or WordForm(),
        "word_for": word_for,
        "use_changed": use_changed,
        "mending": mending or (LinkForm(), None),
        "curation": told,
        "folded": _folded(who, (*uses, *told["reviews"], *told["objections"])),
    }


def _draft_needs(pattern: Pattern, content: Content) -> list[Need]:
    """What a draft has and what it lacks before it can be proposed."""
    lacks = missing(content)
    told = [
        Need(f"{words[:1].upper()}{words[1:]}.", name not in lacks) for name, words in NAMES.items()
    ]
    unsaid = unsaid_changes(pattern, content)
    return [*told, *(Need(f"{words[:1].upper()}{words[1:]}.", is_met=False) for words in unsaid)]


def _folded(who: Viewer, lines: Sequence[Any]) -> frozenset[int]:
    """The people who said something of it in words that the reader wants folded."""
    folded = folded_people(who) if lines else Folded()
    is_told = ((line.row.by_id, line.by is not None) for line in lines)
    return frozenset(by_id for by_id, named in is_told if folded.holds(by_id, is_named=named))


def _may_with(who: Viewer, line: UseLine, told: Mapping[str, Any]) -> frozenset[str]:
    """What the reader may do with a use, known from what was read already, and from what they may
    do with the pattern: whoever may check it has one in use before them, whoever may review it
    wrote none of it, whoever may answer looks after it.
    """
    can = told["may"]
    if who.member is None:
        return frozenset()
    mine, curates = has_written(who, line.row), is_curator(who, None)
    has_verified = line.verified_by_id == who.member.person_id
    allowed = {
        Permission.CHANGE_USE: mine and Permission.CHECK_PATTERN in can,
        Permission.MEND_LINK: line.link_fails and (mine or told["may_answer"]),
        Permission.WITHDRAW_USE: mine or curates,
        Permission.VERIFY_USE: not mine and Permission.REVIEW_PATTERN in can,
        Permission.UNVERIFY_USE: has_verified or curates,
    }
    return frozenset(permission.value for permission, given in allowed.items() if given)


def _said_of(pattern: Pattern, who: Viewer, off: Collection[int]) -> dict[str, Any]:
    """What others said of it, what its next stage asks for, and what the reader may say."""
    known, now = evidence_of(pattern), clock.now()
    me = who.member.person_id if who.member else None
    checked, word = said.last_check(pattern.id, off), said.word_for(pattern.id, off)
    stands = word if word and not word.placeholder else None
    is_retired = pattern.stage is Stage.RETIRED
    return {
        "next_stage": next_stage(known),
        "needs": needs(known, now),
        "needs_check": needs_check(known, now),
        "places": known.organisations,
        "checked": checked,
        "checked_by_me": checked is not None and checked.row.by_id == me,
        "word": word,
        "word_spent": why_spent(pattern, stands.row) if stands and not known.has_curator else None,
        "reviews": said.reviews_of(pattern.id, off),
        "objections": said.objections_of(pattern.id, off),
        "retirement": said.retirement_of(pattern) if is_retired else None,
        "looked_at": LOOKED_AT,
        "me": me,
        "may": permitted(who, pattern, _ACTS),
        "may_answer": may(who, Permission.EDIT_PATTERN, pattern),
        "may_take_back": not is_retired and may_edit(who, pattern),
    }
