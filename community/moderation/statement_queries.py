"""The statement of reasons: what a person is told of a ruling about them. Nothing here says who
reported, who decided, or that there is a case.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Person
from community.calls.models import Series
from community.conduct.models import CodeClause, CodeRung, CodeVersion
from community.db import db

from .appeal_models import Appeal
from .heard_queries import why_unheard
from .lasting_queries import lets_stand
from .quorum_queries import WITHIN, appeal_waits, can_be_appealed
from .readmission_queries import (
    Condition,
    Follows,
    Request,
    asks_from,
    holds,
    open_request,
    what_follows,
)
from .retention_queries import WARNING, lapses_at
from .ruling_models import Ruling, RulingClause, RulingEffect


@dataclass(frozen=True, slots=True)
class Statement:
    """A ruling as the person concerned reads it; instants are shown as days. `stands` says whether
    it still holds; `lets_stand` what was done at once that does with it, and at which call;
    `outcome` what became of an appeal against it; `withdrawn` why it was withdrawn. `series` is the
    address and name of the one series it is about, `other` the name of whom not to contact. From
    `ask_from` on one may ask to be let in again; None where there is nothing to ask.
    """

    key: str
    level: int
    rung: str
    version: int
    clauses: Sequence[tuple[str, str]]
    behaviour: str
    impact: str
    expected: str
    consequence: str
    scope: str
    effects: Sequence[str]
    how_found: str
    unheard: str
    told_at: datetime
    ends_at: datetime | None
    stands: bool
    appeal_by: datetime | None
    appeal_html: str
    outcome: str | None
    outcome_words: str
    withdrawn: str
    series: tuple[str, str] | None
    lets_stand: Sequence[tuple[str, str]]
    other: str
    conditions: Sequence[Condition]
    requests: Sequence[Request]
    ask_from: datetime | None
    looked_at: Sequence[datetime]


def statements_for(person_id: int, now: datetime) -> Sequence[Statement]:
    """What was decided about a person and told to them, the latest first."""
    query = select(Ruling).where(Ruling.person_id == person_id, Ruling.notice.has())
    query = query.where(Ruling.level.is_not(None)).order_by(Ruling.id.desc())
    rulings = db.session.scalars(query).unique().all()
    follows = what_follows(rulings) if rulings else {}
    unheard = why_unheard([one.id for one in rulings]) if rulings else {}
    return [_statement(one, follows[one.id], unheard.get(one.id, ""), now) for one in rulings]


def still_held_against(said: Sequence[Statement], now: datetime) -> Sequence[Statement]:
    """Those that were told too short a time ago to have lapsed, and those that stand: a warning
    without an end is over when it lapses.
    """
    return [
        one
        for one in said
        if now < lapses_at(one.level, one.told_at)
        or (one.stands and (one.level > WARNING or one.ends_at is not None))
    ]


def own_ruling(person_id: int, key: str) -> Ruling | None:
    """A ruling that a person was told of."""
    query = select(Ruling).where(
        Ruling.key == key, Ruling.person_id == person_id, Ruling.notice.has()
    )
    return db.session.scalars(query).unique().first()


def clauses_of(ruling: Ruling) -> Sequence[tuple[str, str]]:
    """The clauses a ruling names, by key, with what they said then."""
    return clauses_among([ruling.id], CodeClause.text_html)[ruling.id]


def clauses_among(
    rulings: Collection[int], text: InstrumentedAttribute[str] = CodeClause.text_source
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """The clauses that rulings name, by their numbers: by key, as they are written, or with another
    `text` of theirs. One query.
    """
    named = and_(
        RulingClause.clause_key == CodeClause.key, RulingClause.version_id == CodeClause.version_id
    )
    query = select(RulingClause.ruling_id, CodeClause.key, text)
    query = query.join(CodeClause, named).where(RulingClause.ruling_id.in_(rulings))
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in rulings}
    for number, key, words in db.session.execute(query.order_by(CodeClause.position)):
        found[number].append((key, words))
    return found


def rung_of(ruling: Ruling) -> CodeRung | None:
    """The rung it is on."""
    if ruling.level is None:
        return None
    return db.session.get(CodeRung, (ruling.version_id, ruling.level))


def effects_of(ruling: Ruling) -> Sequence[str]:
    """What the program does while it stands."""
    return effects_among([ruling.id])[ruling.id]


def effects_among(rulings: Collection[int]) -> Mapping[int, Sequence[str]]:
    """What the program does while rulings stand, by their numbers. One query."""
    query = select(RulingEffect.ruling_id, RulingEffect.effect)
    found: dict[int, list[str]] = {number: [] for number in rulings}
    for number, effect in db.session.execute(query.where(RulingEffect.ruling_id.in_(rulings))):
        found[number].append(effect.value)
    return {number: sorted(effects) for number, effects in found.items()}


def _statement(ruling: Ruling, follows: Follows, unheard: str, now: datetime) -> Statement:
    rung, notice, measure = rung_of(ruling), ruling.notice, ruling.measure
    query = select(Appeal).where(Appeal.ruling_id == ruling.id)
    appeal = db.session.scalars(query).unique().first()
    version = db.session.get(CodeVersion, ruling.version_id)
    ends_at = measure.measure.ends_at if measure else None
    where = where_it_holds(ruling)
    is_open = appeal is None and can_be_appealed(ruling, now)
    told_at = notice.at if notice else ruling.at
    return Statement(
        key=ruling.key,
        level=ruling.level or 0,
        rung=rung.name if rung else "",
        version=version.number if version else 0,
        clauses=clauses_of(ruling),
        behaviour=ruling.behaviour,
        impact=ruling.impact,
        expected=ruling.expected,
        consequence=ruling.consequence,
        scope=ruling.scope,
        effects=effects_of(ruling),
        how_found=ruling.how_found,
        unheard=unheard,
        told_at=told_at,
        ends_at=ends_at,
        stands=measure is not None and measure.measure.stands(now),
        appeal_by=told_at + WITHIN if is_open else None,
        appeal_html=appeal.words_html if appeal else "",
        outcome=appeal.outcome.outcome.value if appeal and appeal.outcome else None,
        outcome_words=appeal.outcome.words if appeal and appeal.outcome else "",
        withdrawn=_why_withdrawn(ruling),
        series=where[0],
        lets_stand=lets_stand(ruling),
        other=where[1],
        conditions=follows.conditions,
        requests=follows.requests,
        ask_from=_ask_from(ruling, now),
        looked_at=follows.looked_at,
    )


def where_it_holds(ruling: Ruling) -> tuple[tuple[str, str] | None, str]:
    """The one series a ruling is about, by address and title; or the person's name it is about."""
    series = db.session.get(Series, ruling.series_id) if ruling.series_id else None
    other = db.session.get(Person, ruling.other_person_id) if ruling.other_person_id else None
    return (series.slug, series.title) if series else None, other.name if other else ""


def _ask_from(ruling: Ruling, now: datetime) -> datetime | None:
    if not holds(ruling, now) or appeal_waits(ruling):
        return None
    return None if open_request(ruling) is not None else asks_from(ruling)


def _why_withdrawn(ruling: Ruling) -> str:
    """What the person was told where nothing follows any more."""
    after = db.session.get(Ruling, ruling.end.replaced_by_id or 0) if ruling.end else None
    is_told = after is not None and after.level is None and after.notice is not None
    return after.consequence if is_told and after is not None else ""
