"""Whoever takes words out of a pattern reads nothing of what is set aside under the code, though
words go from that as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select

from community.conduct.state_models import Content, ContentState
from community.db import db
from community.redaction import Spot

_NAMED: Mapping[Content, tuple[str, ...]] = {
    Content.USE: ("known_use",),
    Content.REVIEW: ("pattern_review",),
    Content.OBJECTION: ("pattern_objection",),
    Content.ANSWER: ("pattern_objection_answer",),
    Content.SUGGESTION: ("pattern_suggestion", "suggestion"),
    Content.MESSAGE: ("pattern_suggestion_message",),
    Content.CURATOR_WORD: ("pattern_curator_word",),
    Content.VERIFICATION: ("use_verification",),
    Content.STAGE: ("stage_change",),
    Content.DECLINE: ("pattern_suggestion_decision",),
}
"""How the names of spots begin, before the number of the row."""


def without_what_is_aside(spots: Iterable[Spot]) -> list[Spot]:
    """The spots, those of what is out of sight not to be read; one query."""
    query = select(ContentState.about, ContentState.subject_id)
    query = query.where(ContentState.about.in_(_NAMED), ContentState.keeps_out_of_sight())
    closed = tuple(
        f"{name}-{number}-" for about, number in db.session.execute(query) for name in _NAMED[about]
    )
    return [replace(one, is_open=False) if one.name.startswith(closed) else one for one in spots]
