"""What others say of the patterns a person looks after: objections that wait for an answer, and
what they have not heard of yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from community.db import db
from community.distance.queries import is_person_blocked, is_person_kept_off
from community.outbox.models import Letter, Outcome

from .credit_queries import taken_off
from .curation_models import Objection, ObjectionAnswer, Review, Verdict
from .curator_queries import is_a_members
from .facets import Stage
from .models import Pattern, StageChange

STAGE = "pattern_stage"
"""The kind of letters that tell of a stage, with the review by which it came."""
CHANGE = "stage change "
"""What these are about, with the number of the change."""
MOST = 50
_IN_USE = (Stage.PROPOSED, Stage.EMERGING, Stage.PROVEN)


@dataclass(frozen=True, slots=True)
class Judged:
    """A review, or an objection (no `verdict`), of a pattern; `by` is None for who is not named."""

    slug: str
    title: str
    words: str
    by: str | None
    at: datetime
    verdict: Verdict | None = None


def is_answered() -> ColumnElement[bool]:
    """For a query: whether an answer to an objection stands."""
    answer = ObjectionAnswer.objection_id == Objection.id
    return exists().where(answer, ObjectionAnswer.withdrawn_at.is_(None))


def objections_waiting(person_id: int, *, curates: bool) -> Sequence[Judged]:
    """The objections that stand where a person may answer them, the longest first; two queries. No
    author sees what somebody they block said.
    """
    mine = (Pattern.author_id == person_id) & ~is_person_blocked(person_id, Objection.by_id)
    theirs = mine | Pattern.stage.in_(_IN_USE) if curates else mine
    return _objections(theirs, Objection.by_id != person_id)


def judged_since(person_id: int, since: datetime, *, curates: bool) -> Sequence[Judged]:
    """The reviews and objections from then on that stand, of the patterns a person began, for a
    curator also of those of nobody here, by nobody they mute or block; four queries. Of a review by
    which a pattern of theirs became emerging they hear with that, if they did.
    """
    theirs: ColumnElement[bool] = Pattern.author_id == person_id
    if curates:
        theirs = theirs | ~is_a_members()
    said = [
        *_objections(theirs, *_heard(Objection, person_id, since)),
        *_reviews(theirs, ~_is_told_with_stage(person_id), *_heard(Review, person_id, since)),
    ]
    return sorted(said, key=lambda one: one.at)


def review_behind(change: StageChange, person_id: int) -> Judged | None:
    """The review by which a pattern came to a stage, if it stands, for its author, unless they mute
    or block whoever wrote it; two queries.
    """
    its = Review.pattern_id == change.pattern_id, Review.at == change.at
    is_ready = Review.verdict == Verdict.READY
    found = _reviews(is_ready, *its, *_heard(Review, person_id, change.at))
    return found[0] if found and change.by_id is None else None


def _is_told_with_stage(person_id: int) -> ColumnElement[bool]:
    became = (
        exists()
        .where(StageChange.pattern_id == Review.pattern_id, StageChange.at == Review.at)
        .where(StageChange.became == Stage.EMERGING, StageChange.by_id.is_(None))
        .where(_tells_of_stage(person_id))
    )
    return (Pattern.author_id == person_id) & (Review.verdict == Verdict.READY) & became


def _tells_of_stage(person_id: int) -> ColumnElement[bool]:
    """Whether a letter about a change went to a person. One that still waits may say nothing by the
    time it goes, since the pattern has gone on; it leaves out what another letter has told.
    """
    about = Letter.kind == STAGE, Letter.about == literal(CHANGE) + cast(StageChange.id, String)
    went = Letter.outcome == Outcome.SENT
    return exists().where(Letter.person_id == person_id, *about, went)


def _heard(row: type[Any], person_id: int, since: datetime) -> tuple[ColumnElement[bool], ...]:
    kept_off = is_person_kept_off(person_id, row.by_id)
    return row.at >= since, row.by_id != person_id, ~kept_off


def _objections(*conditions: ColumnElement[bool]) -> list[Judged]:
    standing = Objection.withdrawn_at.is_(None), ~is_answered()
    return [_judged(row, row.reason, off) for row, off in _rows(Objection, *standing, *conditions)]


def _reviews(*conditions: ColumnElement[bool]) -> list[Judged]:
    rows = _rows(Review, Review.withdrawn_at.is_(None), *conditions)
    return [_judged(row, row.words, off, row.verdict) for row, off in rows]


def _rows(row: type[Any], *conditions: ColumnElement[bool]) -> list[tuple[Any, bool]]:
    query: Any = (
        select(row)
        .join(Pattern, Pattern.id == row.pattern_id)
        .options(contains_eager(row.pattern), joinedload(row.by))
        .where(Pattern.stage.in_(_IN_USE), *conditions)
        .order_by(row.id)
        .limit(MOST)
    )
    found = db.session.scalars(query).all()
    off = taken_off({one.pattern_id for one in found})
    return [(one, (one.pattern_id, one.by_id) in off) for one in found]


def _judged(row: Any, words: str, is_off: bool, verdict: Verdict | None = None) -> Judged:  # noqa: FBT001
    by = None if is_off else row.by.credited_as
    return Judged(row.pattern.slug, row.pattern.title, words, by, row.at, verdict)
