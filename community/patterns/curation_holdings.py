"""What the library holds of a person who curates patterns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from community.db import db
from community.holdings import Facts, Holding

from .curation_models import (
    CuratorWord,
    Objection,
    ObjectionAnswer,
    PatternCheck,
    Review,
)
from .leaving_queries import drafts_to_erase
from .models import Pattern


def export(person_id: int) -> Facts:
    """Their reviews, objections and answers, what they said as curators, and what they checked."""
    return {
        "reviews of patterns": [
            {
                "pattern": slug,
                "revision": row.number,
                "verdict": row.verdict.value,
                "looked at": row.looked_at,
                "interest": row.interest,
                "words": row.words,
                "at": row.at,
                "taken back": row.withdrawn_at,
            }
            for row, slug in _of(Review, person_id)
        ],
        "objections to patterns": [
            {"pattern": slug, "reason": row.reason, "at": row.at, "taken back": row.withdrawn_at}
            for row, slug in _of(Objection, person_id)
        ],
        "objections answered": [
            {"words": row.words, "at": row.at, "taken back": row.withdrawn_at}
            for row in db.session.scalars(
                select(ObjectionAnswer)
                .where(ObjectionAnswer.by_id == person_id)
                .order_by(ObjectionAnswer.id)
            )
        ],
        "words for patterns as a curator": [
            {"pattern": slug, "word": row.word, "at": row.at, "taken back": row.withdrawn_at}
            for row, slug in _of(CuratorWord, person_id)
        ],
        "patterns checked": [
            {"pattern": slug, "at": row.at, "taken back": row.withdrawn_at}
            for row, slug in _of(PatternCheck, person_id)
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete what hangs on drafts of theirs. What they told everybody stays, by a former member."""
    mine = drafts_to_erase(person_id)
    objections = select(Objection.id).where(Objection.pattern_id.in_(mine))
    answers = ObjectionAnswer.objection_id.in_(objections)
    db.session.execute(delete(ObjectionAnswer).where(answers))
    for model in (Review, Objection, CuratorWord, PatternCheck):
        db.session.execute(delete(model).where(model.pattern_id.in_(mine)))


def _of(model: Any, person_id: int) -> Sequence[Any]:
    """What a person said of patterns, with their addresses."""
    query = (
        select(model, Pattern.slug)
        .join(Pattern, Pattern.id == model.pattern_id)
        .where(model.by_id == person_id)
    )
    return db.session.execute(query.order_by(model.id)).all()


_TABLES = frozenset(
    {
        *("pattern_review", "pattern_objection", "pattern_objection_answer"),
        *("pattern_curator_word", "pattern_check"),
    }
)
HOLDING = Holding(tables=_TABLES, export=export, erase=erase)
