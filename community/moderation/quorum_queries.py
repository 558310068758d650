"""How many decide and how many hear, and how long a second look can be asked for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    extract,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Person
from community.conduct.content import needed
from community.conduct.models import CodeRung
from community.conduct.state_models import Content
from community.db import db

from .appeal_models import Appeal, AppealOutcome, Outcome
from .case_models import Case, CaseReport
from .merging_models import CaseKin
from .report_models import Report
from .ruling_models import Ruling, RulingDecider, RulingUncounted
from .sight_queries import who_can

WITHIN = timedelta(days=30)
DISMISS = LET_IN = 2
"""How many decide that nothing follows, and how many let somebody in again, at the least."""
THINGS = tuple(one for one in Content if one is not Content.CALL)
"""Of these two cases about one are about the same. In a call or by a person much can happen: there
it is the same where both are about the same person and within a day.
"""
_DAY = 24 * 60 * 60
_CHANGED = Outcome.REDUCED, Outcome.WITHDRAWN, Outcome.INCREASED


class Barred(NamedTuple):
    """Who `decided` what a ruling takes the place of, and who is `bound` by an appeal in its case:
    the first where it is on appeal, else the others.
    """

    decided: set[int]
    bound: set[int]


def over_at(told_at: datetime, person: Person | None) -> datetime:
    """When it is too late to ask: at the end of the thirtieth day, where the person is."""
    zone = clock.zone(person.zone if person else "UTC")
    last = (told_at + WITHIN).astimezone(zone).date()
    return datetime.combine(last + timedelta(days=1), time(), zone)


def can_be_appealed(ruling: Ruling, now: datetime) -> bool:
    """Whether its time runs; what an appeal led to is the last word."""
    told = ruling.notice
    return (
        ruling.level is not None
        and not ruling.is_on_appeal
        and ruling.end is None
        and told is not None
        and now < over_at(told.at, ruling.person)
    )


def how_many(ruling: Ruling, able: int) -> int:
    """How many must agree where `able` could: as its rung asks, and that of what it replaces; two
    that nothing follows, as nobody can ask for a second look at that.
    """
    replaced = db.session.get(Ruling, ruling.replaces_id) if ruling.replaces_id else None
    of_rungs = [one for one in (ruling, replaced) if one is not None and one.level is not None]
    least = 1 if ruling.level is not None else DISMISS
    return max(least, *(how_many_hear(one, able) for one in of_rungs), 0)


def how_many_hear(ruling: Ruling, able: int) -> int:
    """How many decide an appeal against a ruling where `able` could hear it: as its rung asks."""
    return needed(db.session.get_one(CodeRung, (ruling.version_id, ruling.level)).quorum, able)


def how_many_let_in(ruling: Ruling, able: int) -> int:
    """How many answer a request to be let in again: as its rung asks, and two at the least, so that
    somebody else has read what the person reads.
    """
    return max(LET_IN, how_many_hear(ruling, able)) if ruling.level is not None else 0


def how_many_agree(ruling: Ruling, having: set[int], barred: Barred) -> int:
    """How many must agree where so many could take the case. Whom an appeal in another case keeps
    from deciding is one of them: nobody sees by a number that there is such a case.
    """
    here = barred.decided if ruling.is_on_appeal else barred.bound
    return how_many(ruling, len(having - here))


def able_and_needed(ruling: Ruling, but: Collection[int], now: datetime) -> tuple[set[int], int]:
    """The responders who could decide, none of those who may not, and how many of them must agree;
    where so many are not left, as if those were all.
    """
    having = {one.id for one in who_can(ruling.case, now)}
    barred = Barred(deciders_of(ruling.replaces_id), bound_here([ruling])[ruling.id])
    able, needed_ = having.difference(but), how_many_agree(ruling, having, barred)
    return able, needed_ if needed_ <= len(able) else how_many(ruling, len(able))


def who_may_not_decide(ruling: Ruling) -> set[int]:
    """On appeal those who decided before; else those whose decision an appeal has changed."""
    return deciders_of(ruling.replaces_id) if ruling.is_on_appeal else bound_by_appeal(ruling)


def able_to_hear(ruling: Ruling, now: datetime) -> set[int]:
    """The responders who could hear an appeal against a ruling: those who neither decided nor
    wrote it.
    """
    return {one.id for one in who_can(ruling.case, now)} - who_may_not_hear(ruling)


def who_may_not_hear(ruling: Ruling) -> set[int]:
    """Who agreed to a ruling, also those whom an appeal kept from deciding as it was made, and who
    wrote it.
    """
    return deciders_of(ruling.id) | uncounted([ruling.id])[ruling.id] | {ruling.by_id}


def appeal_waits(ruling: Ruling) -> bool:
    """Whether a second look at it was asked for and is not decided."""
    query = select(Appeal.id).outerjoin(AppealOutcome, AppealOutcome.appeal_id == Appeal.id)
    query = query.where(Appeal.ruling_id == ruling.id, AppealOutcome.appeal_id.is_(None))
    return db.session.scalar(query) is not None


def deciders_of(ruling_id: int | None) -> set[int]:
    """Who agreed to a ruling."""
    query = select(RulingDecider.member_id).where(RulingDecider.ruling_id == ruling_id)
    return set(db.session.scalars(query))


def uncounted(ids: Collection[int]) -> Mapping[int, set[int]]:
    """Who had agreed to rulings with these numbers, and did not count as they were made."""
    query = select(RulingUncounted.ruling_id, RulingUncounted.member_id)
    found: dict[int, set[int]] = {number: set() for number in ids}
    for number, member_id in db.session.execute(query.where(RulingUncounted.ruling_id.in_(ids))):
        found[number].add(member_id)
    return found


def bound_by_appeal(ruling: Ruling) -> set[int]:
    """Who agreed to what was withdrawn or changed on appeal, of the same matter and person or where
    `ruling` takes the place of what the appeal led to: others decide from then on.
    """
    return set() if ruling.is_on_appeal else _bound_in([ruling], _of_one_matter(ruling))[ruling.id]


def bound_here(rulings: Sequence[Ruling]) -> Mapping[int, set[int]]:
    """The same of the case that `rulings` are of, and of those it was ever one with: who has it has
    those too. By the numbers of the rulings; one query.
    """
    return _bound_in(rulings, union(*_own_cases(rulings[0])))


def _bound_in(rulings: Sequence[Ruling], cases: CompoundSelect[int]) -> Mapping[int, set[int]]:
    replaced = {one.replaces_id for one in rulings if one.replaces_id is not None}
    people = {one.person_id for one in rulings if one.person_id is not None}
    is_of_it = and_(Ruling.case_id.in_(cases), Ruling.person_id.in_(people))
    query = (
        select(RulingDecider.member_id, Ruling.person_id, AppealOutcome.ruling_id)
        .add_columns(is_of_it.label("is_of_it"))
        .join(Ruling, Ruling.id == RulingDecider.ruling_id)
        .join(Appeal, Appeal.ruling_id == Ruling.id)
        .join(AppealOutcome, AppealOutcome.appeal_id == Appeal.id)
        .where(AppealOutcome.outcome.in_(_CHANGED))
        .where(or_(is_of_it, AppealOutcome.ruling_id.in_(replaced)))
    )
    rows = db.session.execute(query).all()
    return {
        one.id: {
            row.member_id
            for row in rows
            if (row.is_of_it and row.person_id == one.person_id)
            or (row.ruling_id is not None and row.ruling_id == one.replaces_id)
        }
        for one in rulings
    }


def _of_one_matter(ruling: Ruling) -> CompoundSelect[int]:
    """The cases that are about the same: its own, those that was ever one with, those in which the
    same note, item or pattern was reported, and those in which something was that happened within a
    day of it, where a report is about no such thing. Whom a ruling is about is asked beside.
    """
    own = _own_cases(ruling)
    reported, again = aliased(Report), aliased(Report)
    here, there = aliased(CaseReport), aliased(CaseReport)
    same = (
        select(there.case_id)
        .join(again, again.id == there.report_id)
        .join(reported, or_(_is_the_same_thing(reported, again), _is_near(reported, again)))
        .join(here, here.report_id == reported.id)
        .where(here.case_id.in_(union(*own)))
    )
    return union(*own, same)


def _own_cases(ruling: Ruling) -> tuple[Select[int], Select[int]]:
    return (
        select(Case.id).where(Case.id == ruling.case_id),
        select(CaseKin.other_id).where(CaseKin.case_id == ruling.case_id),
    )


def _is_the_same_thing(one: type[Report], other: type[Report]) -> ColumnElement[bool]:
    is_same = and_(one.about == other.about, one.about_id == other.about_id)
    return and_(is_same, one.about.in_(THINGS))


def _is_near(one: type[Report], other: type[Report]) -> ColumnElement[bool]:
    """Whether two reports, not both about things, are of what happened within a day."""
    apart = extract("epoch", one.happened_at) - extract("epoch", other.happened_at)
    are_things = and_(one.about.in_(THINGS), other.about.in_(THINGS))
    return and_(not_(are_things), apart.between(-_DAY, _DAY))
