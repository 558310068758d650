"""What others said of patterns, for taking it along: known uses, marks, reviews, objections,
curators' words and checks. What was taken back is not in it, nor what somebody keeps to themselves;
of marks that are counted only, their number is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of

from .curation_models import CuratorWord, Objection, ObjectionAnswer, PatternCheck, Review
from .known_use_models import KnownUse, LinkMending, UseVerification
from .models import Pattern
from .use_models import Shown, UseMark

Facts = dict[str, Any]
Name = Callable[[int, Person], str | None]
"""What somebody is called with the pattern of this number; None where they are not named."""

MOST_COUNTED = 5000  # as the schema says
PARTS = ("uses", "marks", "reviews", "objections", "words", "checks")


def receptions(numbers: Sequence[int], name: Name) -> Mapping[int, Facts]:
    """What was said of each of these patterns, in order; nine queries."""
    found: dict[int, Facts] = {number: {part: [] for part in PARTS} for number in numbers}
    for part, told in (
        *(("uses", _uses), ("marks", _marks), ("reviews", _reviews)),
        *(("objections", _objections), ("words", _words), ("checks", _checks)),
    ):
        for number, facts in told(numbers, name):
            found[number][part].append(facts)
    for number, facts in _counted(numbers):
        found[number].setdefault("counted", []).append(facts)
    return found


def _uses(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    verifier = aliased(Person)
    standing = (UseVerification.use_id == KnownUse.id) & UseVerification.withdrawn_at.is_(None)
    query = (
        select(KnownUse, UseVerification, verifier)
        .outerjoin(UseVerification, standing)
        .outerjoin(verifier, verifier.id == UseVerification.by_id)
        .options(joinedload(KnownUse.by))
        .where(KnownUse.pattern_id.in_(numbers), KnownUse.withdrawn_at.is_(None))
        .order_by(KnownUse.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    saids = saids_of({use.disclosure_id for use, *_ in rows})
    mended = _mended(numbers, name)
    for use, seen, by in rows:
        yield (
            use.pattern_id,
            {
                "organisation": use.organisation,
                "place": use.place,
                "url": use.url,
                "since": use.since,
                "state": use.state.value,
                "adapted": use.adapted,
                "limits": use.limits,
                "disclosure": said_facts(saids[use.disclosure_id]),
                "by": name(use.pattern_id, use.by),
                "at": use.at.isoformat(),
                "changed": use.changed_at.isoformat(),
                "verified": _signed(use.pattern_id, by, seen, name, word=seen.word)
                if seen
                else None,
                **({"mended": mended[use.id]} if use.id in mended else {}),
            },
        )


def _mended(numbers: Sequence[int], name: Name) -> Mapping[int, list[Facts]]:
    """By whom links of known uses were mended, and when."""
    query = (
        select(LinkMending, KnownUse.pattern_id)
        .join(KnownUse, KnownUse.id == LinkMending.use_id)
        .options(joinedload(LinkMending.by))
        .where(KnownUse.pattern_id.in_(numbers))
        .order_by(LinkMending.id)
    )
    found: dict[int, list[Facts]] = {}
    for row, number in db.session.execute(query):
        found.setdefault(row.use_id, []).append(_signed(number, row.by, row, name))
    return found


def _marks(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    query = (
        select(UseMark, Person)
        .join(Person, Person.id == UseMark.person_id)
        .where(UseMark.pattern_id.in_(numbers), UseMark.shown == Shown.PUBLIC)
    )
    told = [
        (mark.pattern_id, _signed(mark.pattern_id, by, mark, name, using=mark.using.value))
        for mark, by in db.session.execute(query)
    ]
    yield from sorted(told, key=lambda one: (one[1]["at"], one[1]["by"] or "", one[1]["using"]))


def _counted(numbers: Sequence[int]) -> Iterator[tuple[int, Facts]]:
    """How many have come how far and want to be no more than a number, as it stands on the page."""
    query = (
        select(UseMark.pattern_id, UseMark.using, func.count())
        .where(UseMark.pattern_id.in_(numbers), UseMark.shown == Shown.COUNTED)
        .group_by(UseMark.pattern_id, UseMark.using)
        .order_by(UseMark.pattern_id, UseMark.using)
    )
    for number, using, count in db.session.execute(query):
        yield number, {"using": using.value, "number": min(count, MOST_COUNTED)}


def _reviews(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    for row in _standing(Review, numbers, of_open=True):
        said = {
            "revision": row.number,
            "verdict": row.verdict.value,
            "looked_at": row.looked_at,
            "interest": row.interest,
            "words": row.words,
        }
        yield row.pattern_id, _signed(row.pattern_id, row.by, row, name, **said)


def _objections(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    rows = list(_standing(Objection, numbers))
    query = (
        select(ObjectionAnswer)
        .options(joinedload(ObjectionAnswer.by))
        .where(
            ObjectionAnswer.objection_id.in_([row.id for row in rows]),
            ObjectionAnswer.withdrawn_at.is_(None),
        )
    )
    answers = {row.objection_id: row for row in db.session.scalars(query)}
    for row in rows:
        answer, number = answers.get(row.id), row.pattern_id
        told = _signed(number, answer.by, answer, name, words=answer.words) if answer else None
        yield number, _signed(number, row.by, row, name, reason=row.reason, answer=told)


def _words(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    for row in _standing(CuratorWord, numbers):
        said = {"word": row.word, "revision": row.number}
        yield row.pattern_id, _signed(row.pattern_id, row.by, row, name, **said)


def _checks(numbers: Sequence[int], name: Name) -> Iterator[tuple[int, Facts]]:
    for row in _standing(PatternCheck, numbers):
        yield row.pattern_id, _signed(row.pattern_id, row.by, row, name, revision=row.number)


def _standing(model: Any, numbers: Sequence[int], *, of_open: bool = False) -> Any:
    """What stands; where it is `of_open` revisions, only of those that everybody may read."""
    query = select(model).options(joinedload(model.by)).order_by(model.id)
    if of_open:
        pattern = model.pattern_id == Pattern.id
        query = query.join(Pattern, pattern).where(model.number >= Pattern.opened_from)
    return db.session.scalars(
        query.where(model.pattern_id.in_(numbers), model.withdrawn_at.is_(None))
    )


def _signed(number: int, by: Person, row: Any, name: Name, **said: Any) -> Facts:
    return {**said, "by": name(number, by), "at": row.at.isoformat()}
