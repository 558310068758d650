"""Who is named with patterns: those who wrote them, but for names that were taken off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from community.accounts.models import Person
from community.accounts.queries import present_community
from community.db import db

from .content import Content
from .credit import Credit, adapted_from
from .models import Pattern, PatternRelation, Relation, StageChange
from .name_models import NameTakenOff
from .writer_queries import writers, wrote_some

UNNAMED_PLACE = "Community calls"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who wrote a revision, or whose suggestion is in one: which first, and as whom they
    are credited, if at all.
    """

    person_id: int
    first: int
    name: str | None


def unnamed(pattern: Pattern) -> frozenset[int]:
    """The people who have taken their names off a pattern. Ask this wherever somebody is named."""
    query = select(NameTakenOff.person_id).where(
        NameTakenOff.pattern_id == pattern.id, NameTakenOff.withdrawn_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def taken_off(pattern_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """(pattern, person) for each name that is taken off one of these patterns; one query."""
    query = select(NameTakenOff.pattern_id, NameTakenOff.person_id).where(
        NameTakenOff.pattern_id.in_(pattern_ids), NameTakenOff.withdrawn_at.is_(None)
    )
    return frozenset((pattern, person) for pattern, person in db.session.execute(query))


def contributors(pattern_ids: Collection[int]) -> Mapping[int, Sequence[Contributor]]:
    """Who wrote revisions of each of these patterns, in order of their first; one query. Whose
    suggestion was taken wrote it together with whoever took it, and is named first.
    """
    wrote = writers().c
    first = func.min(wrote.number)
    is_off = exists().where(
        NameTakenOff.pattern_id == wrote.pattern_id,
        NameTakenOff.person_id == wrote.person_id,
        NameTakenOff.withdrawn_at.is_(None),
    )
    query = (
        select(wrote.pattern_id, Person.id, first, Person.credited_as, is_off)
        .join(Person, Person.id == wrote.person_id)
        .where(wrote.pattern_id.in_(pattern_ids))
        .group_by(wrote.pattern_id, wrote.person_id, Person.id)
        .order_by(wrote.pattern_id, func.min(2 * wrote.number + wrote.rank))
    )
    found: dict[int, list[Contributor]] = {number: [] for number in pattern_ids}
    for pattern_id, person_id, number, name, without in db.session.execute(query):
        found[pattern_id].append(Contributor(person_id, number, None if without else name))
    return found


def credit_of(
    content: Content,
    people: Sequence[Contributor],
    *,
    number: int,
    address: str,
    adapted: Sequence[str] = (),
) -> Credit:
    """The credit of the revision with this number, which is at `address`; no query but for the
    name of the place. `adapted` are the titles of the patterns it was adapted from.
    """
    then = [one for one in people if one.first <= number]
    names = tuple(dict.fromkeys(one.name for one in then if one.name))
    community = present_community()
    return Credit(
        title=content.title,
        people=names,
        others=any(one.name is None for one in then),
        place=community.name if community else UNNAMED_PLACE,
        address=address,
        licence=content.licence,
        adapted=adapted_from(content.sources, adapted),
    )


def adapted_patterns(pattern: Pattern) -> Sequence[str]:
    """The titles of the listed patterns that this one says it was adapted from."""
    query = (
        select(Pattern)
        .join(PatternRelation, PatternRelation.other_id == Pattern.id)
        .where(
            PatternRelation.pattern_id == pattern.id,
            PatternRelation.kind == Relation.ADAPTED,
            PatternRelation.withdrawn_at.is_(None),
        )
        .order_by(PatternRelation.id)
    )
    return [other.title for other in db.session.scalars(query) if other.is_listed]


def is_named_with(person_id: int, pattern: Pattern) -> bool:
    """Whether somebody began a pattern, wrote a revision of it, brought it to a stage or said what
    it has to do with others.
    """
    if pattern.author_id == person_id:
        return True
    wrote = wrote_some(person_id, pattern)
    moved = exists().where(StageChange.pattern_id == pattern.id, StageChange.by_id == person_id)
    says = or_(PatternRelation.by_id == person_id, PatternRelation.withdrawn_by_id == person_id)
    of_it = or_(PatternRelation.pattern_id == pattern.id, PatternRelation.other_id == pattern.id)
    return bool(db.session.scalar(select(or_(wrote, moved, exists().where(says, of_it)))))
