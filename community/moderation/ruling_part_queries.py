"""What stands beside rulings: rungs, versions, who agreed, what they let stand, and appeals; read
for all those of a case, in as many queries for many as for one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.calls.models import Series
from community.conduct.models import CodeClause, CodeRung, CodeVersion
from community.db import db

from .appeal_models import Appeal, AppealHearer, AppealWord
from .heard_queries import why_unheard
from .lasting_queries import lets_stand_among
from .quorum_queries import Barred, bound_here, uncounted
from .ruling_models import Ruling, RulingDecider
from .statement_queries import clauses_among, effects_among

Names = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class AppealPart:
    """A second look that was asked for, who hears it, and what each of them says, by name."""

    row: Appeal
    hearers: Names
    said: Sequence[tuple[str, AppealWord]]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands beside one ruling. `part_in`: by number, who hears no appeal against it."""

    rung: CodeRung | None
    version: str
    clauses: Sequence[tuple[str, str]]
    effects: Sequence[str]
    deciders: Names
    part_in: set[int]
    barred: Barred
    person: str
    unheard: str
    where: str
    lets_stand: Sequence[tuple[str, str]]
    appeal: AppealPart | None


def parts_of(rulings: Sequence[Ruling]) -> Mapping[int, Part]:
    """What stands beside rulings of one case, by their numbers."""
    ids = [one.id for one in rulings]
    rungs, versions = _rungs(ids), _versions(rulings)
    clauses, effects = clauses_among(ids, CodeClause.text_html), effects_among(ids)
    replaced = {one.replaces_id for one in rulings if one.replaces_id is not None}
    deciders = _deciders({*ids, *replaced})
    bound, stand, appeals = bound_here(rulings), lets_stand_among(ids), _appeals(ids)
    whom_and_where, out = _whom_and_where(ids), uncounted(ids)
    unheard = why_unheard(ids)
    found: dict[int, Part] = {}
    for one in rulings:
        before = deciders.get(one.replaces_id or 0, ())
        person, where = whom_and_where[one.id]
        found[one.id] = Part(
            rung=rungs.get((one.version_id, one.level)),
            version=versions.get(one.version_id or 0, ""),
            clauses=clauses[one.id],
            effects=effects[one.id],
            deciders=deciders.get(one.id, ()),
            part_in={number for number, _ in deciders.get(one.id, ())} | out[one.id] | {one.by_id},
            barred=Barred({number for number, _ in before}, bound[one.id]),
            person=person,
            unheard=unheard.get(one.id, ""),
            where=where,
            lets_stand=stand[one.id],
            appeal=appeals.get(one.id),
        )
    return found


def _rungs(ids: Collection[int]) -> Mapping[tuple[int | None, int | None], CodeRung]:
    on_it = and_(CodeRung.version_id == Ruling.version_id, CodeRung.level == Ruling.level)
    query = select(CodeRung).join(Ruling, on_it).where(Ruling.id.in_(ids))
    rows = db.session.scalars(query.order_by(CodeRung.version_id, CodeRung.level))
    return {(row.version_id, row.level): row for row in rows}


def _versions(rulings: Sequence[Ruling]) -> Mapping[int, str]:
    named = {one.version_id for one in rulings if one.version_id is not None}
    query = select(CodeVersion.id, CodeVersion.number).where(CodeVersion.id.in_(named))
    return {row.id: str(row.number) for row in db.session.execute(query)}


def _deciders(ids: Collection[int]) -> Mapping[int, Names]:
    query = select(RulingDecider).where(RulingDecider.ruling_id.in_(ids))
    query = query.order_by(RulingDecider.ruling_id, RulingDecider.member_id)
    found: dict[int, list[tuple[int, str]]] = {}
    for one in db.session.scalars(query.options(joinedload(RulingDecider.member))).unique():
        found.setdefault(one.ruling_id, []).append((one.member_id, one.member.name))
    return found


def _whom_and_where(ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Whom it is about, and the one series or person it holds for, by name."""
    other = aliased(Person)
    query = select(Ruling.id, Person.name, func.coalesce(Series.title, other.name, ""))
    query = query.where(Ruling.id.in_(ids)).outerjoin(Person, Person.id == Ruling.person_id)
    query = query.outerjoin(Series, Series.id == Ruling.series_id)
    query = query.outerjoin(other, other.id == Ruling.other_person_id)
    return {number: (whom or "", where) for number, whom, where in db.session.execute(query)}


def _appeals(ids: Collection[int]) -> Mapping[int, AppealPart]:
    query = select(Appeal).where(Appeal.ruling_id.in_(ids)).order_by(Appeal.id)
    rows = db.session.scalars(query).unique().all()
    if not rows:
        return {}
    numbers = [one.id for one in rows]
    heard = select(AppealHearer).where(AppealHearer.appeal_id.in_(numbers))
    heard = heard.order_by(AppealHearer.appeal_id, AppealHearer.member_id)
    hearers: dict[int, dict[int, str]] = {number: {} for number in numbers}
    for one in db.session.scalars(heard.options(joinedload(AppealHearer.member))).unique():
        hearers[one.appeal_id][one.member_id] = one.member.name
    words = select(AppealWord).where(AppealWord.appeal_id.in_(numbers))
    said: dict[int, list[tuple[str, AppealWord]]] = {number: [] for number in numbers}
    for word in db.session.scalars(words.order_by(AppealWord.at, AppealWord.member_id)):
        said[word.appeal_id].append((hearers[word.appeal_id][word.member_id], word))
    return {
        row.ruling_id: AppealPart(row, list(hearers[row.id].items()), said[row.id]) for row in rows
    }
