"""What others say of patterns, set aside under the code of conduct: reviews, objections, answers,
words of curators, and how known uses were verified.

Out of sight it stands as little as what was taken back, and the pattern has the stage that it has
without it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, select, union

from community.accounts.models import Member
from community.db import db, locked
from community.redaction import Spot, purge_own, spot_in

from .curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from .curation_queries import pattern_of_answer
from .known_use_models import KnownUse, UseVerification
from .models import Pattern
from .setting_aside import parts
from .settling import settle

_OURS, _THEIRS = "set aside", "taken back before"
_Numbers = Collection[int]
_Members = Collection[int] | Select[int]


class _Told(NamedTuple):
    """One sort of it: by what who wrote it knows it, and which columns are texts, as they are
    called where words are taken out.
    """

    title: str
    texts: Mapping[str, str]


_TOLD: Mapping[type[Any], _Told] = {
    Review: _Told("A review of a pattern", {"words": "what it says", "interest": "interest"}),
    Objection: _Told("An objection to a pattern", {"reason": "what it says"}),
    ObjectionAnswer: _Told("An answer to an objection", {"words": "what it says"}),
    CuratorWord: _Told("A curator’s word on a pattern", {"word": "what it says"}),
    UseVerification: _Told("How a known use was verified", {"word": "what it says"}),
}


def parts_of_reviews(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """Queries for which of some members wrote which of some reviews, or any of its pattern; numbers
    of both.
    """
    return _parts(Review, select(Review.id, Review.pattern_id), numbers, members)


def parts_of_objections(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of objections, and who answered them."""
    beside = select(Objection.id, Member.id).join(
        ObjectionAnswer, ObjectionAnswer.objection_id == Objection.id
    )
    beside = beside.join(Member, Member.person_id == ObjectionAnswer.by_id)
    return [
        *_parts(Objection, select(Objection.id, Objection.pattern_id), numbers, members),
        beside.where(Objection.id.in_(numbers), Member.id.in_(members)),
    ]


def parts_of_answers(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of answers, and whose objection it is."""
    of = Objection.id == ObjectionAnswer.objection_id
    beside = select(ObjectionAnswer.id, Member.id).join(Objection, of)
    beside = beside.join(Member, Member.person_id == Objection.by_id)
    named = select(ObjectionAnswer.id, Objection.pattern_id).join(Objection, of)
    return [
        *_parts(ObjectionAnswer, named, numbers, members),
        beside.where(ObjectionAnswer.id.in_(numbers), Member.id.in_(members)),
    ]


def parts_of_words(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of words of curators: who wrote them, or any of the pattern."""
    return _parts(CuratorWord, select(CuratorWord.id, CuratorWord.pattern_id), numbers, members)


def parts_of_verifications(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of how known uses were verified, and who told of the use."""
    beside = select(UseVerification.id, Member.id)
    beside = beside.join(Member, Member.person_id == UseVerification.added_by_id)
    named = select(UseVerification.id, KnownUse.pattern_id)
    named = named.join(KnownUse, KnownUse.id == UseVerification.use_id)
    return [
        *_parts(UseVerification, named, numbers, members),
        beside.where(UseVerification.id.in_(numbers), Member.id.in_(members)),
    ]


def title_of(row: Any) -> str:
    """By what who wrote it knows it."""
    return _TOLD[type(row)].title


def source_of(row: Any, _kept: str = "") -> str:
    """What it says."""
    return "\n\n".join(filter(None, (getattr(row, name) for name in _TOLD[type(row)].texts)))


def set_aside(row: Any, _says: str, *, by: Member, now: datetime) -> str:
    """Let it stand no more. Gives whether it stood."""
    row = held(row)
    if row.withdrawn_at is not None:
        return _THEIRS
    row.withdrawn_at = now
    if hasattr(row, "withdrawn_by_id"):
        row.withdrawn_by_id = by.person_id
    db.session.flush()
    settle(pattern_of(row), now=now)
    return _OURS


def bring_back(row: Any, kept: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Let it stand again, unless it was taken back before. Where something else stands in its place
    since, it counts as taken back for that.
    """
    row = held(row)
    if kept != _OURS:
        return
    if _is_followed(row):
        row.withdrawn_at = now  # so that its place shows how far it is set aside from now on
        return
    row.withdrawn_at = None
    if hasattr(row, "withdrawn_by_id"):
        row.withdrawn_by_id = None
    db.session.flush()
    settle(pattern_of(row), now=now)


def purge(row: Any, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of it, nor of what was quoted of it in answers."""
    set_aside(row, says, by=by, now=now)
    number = row.id if isinstance(row, Objection) else None
    query = select(ObjectionAnswer).where(ObjectionAnswer.objection_id == number)
    answers = db.session.scalars(query.order_by(ObjectionAnswer.id))
    purge_own(own_spots(row), [spot for one in answers for spot in own_spots(one)])
    db.session.flush()


def own_spots(row: Any, _kept: str = "") -> list[Spot]:
    """What it says in words."""
    told = _TOLD[type(row)]
    return [spot_in(row, name, name, told.title, where) for name, where in told.texts.items()]


def pattern_of(row: Any) -> Pattern:
    """The pattern of which it is said."""
    if isinstance(row, ObjectionAnswer):
        return pattern_of_answer(row)
    pattern: Pattern = row.use.pattern if isinstance(row, UseVerification) else row.pattern
    return pattern


def held(row: Any) -> Any:
    """It, with its pattern held first, as where somebody takes it back."""
    locked(Pattern, pattern_of(row).id)
    return locked(type(row), row.id)


def _is_followed(row: Any) -> bool:
    """Whether a later one stands: somebody reviews a pattern once, an objection has one answer, a
    pattern one word of a curator. What was verified may say something else since.
    """
    if isinstance(row, Review):
        return _stands((Review.pattern_id == row.pattern_id) & (Review.by_id == row.by_id), Review)
    if isinstance(row, ObjectionAnswer):
        return _stands(ObjectionAnswer.objection_id == row.objection_id, ObjectionAnswer)
    if isinstance(row, CuratorWord):
        return _stands(CuratorWord.pattern_id == row.pattern_id, CuratorWord)
    if isinstance(row, UseVerification):
        is_other = locked(KnownUse, row.use_id).version != row.version
        return is_other or _stands(UseVerification.use_id == row.use_id, UseVerification)
    return False


def _stands(same: ColumnElement[bool], model: type[Any]) -> bool:
    return bool(db.session.scalar(select(exists().where(same, model.withdrawn_at.is_(None)))))


def _parts(
    model: type[Any],
    named: Select[int, int],
    numbers: _Numbers,
    members: _Members,
) -> Sequence[Select[int, int]]:
    of_pattern = named.where(model.id.in_(numbers)).subquery()
    wrote = union(*parts(select(of_pattern.c[1]), members)).subquery()
    said = select(model.id, Member.id).join(Member, Member.person_id == model.by_id)
    return [
        said.where(model.id.in_(numbers), Member.id.in_(members)),
        select(of_pattern.c[0], wrote.c[1]).join(wrote, wrote.c[0] == of_pattern.c[1]),
    ]
