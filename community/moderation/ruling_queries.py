"""Rulings and appeals as the page of a case shows them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Series
from community.conduct.content import CodeText
from community.conduct.models import CodePublication, CodeVersion
from community.conduct.queries import text_of
from community.db import db

from .appeal_models import Appeal, AppealWord
from .case_models import Case
from .case_queries import reports_of
from .heard_queries import why_unheard
from .lasting_queries import emergencies_of
from .quorum_queries import how_many_agree, how_many_hear, how_many_let_in
from .readmission_queries import (
    Condition,
    Follows,
    Request,
    holds,
    is_look_due,
    look_due,
    what_follows,
)
from .ruling_models import Ruling
from .ruling_part_queries import AppealPart, Part, parts_of
from .sight_queries import who_can
from .statement_queries import clauses_of, effects_of


@dataclass(frozen=True, slots=True)
class AppealView:
    """A second look that was asked for. `said`: what each of those who hear it says, by name."""

    words_html: str
    at: datetime
    hearers: Sequence[tuple[int, str]]
    said: Sequence[tuple[str, AppealWord]]
    needed: int
    outcome: str | None
    words: str
    is_stuck: bool  # too few of those here can hear it


@dataclass(frozen=True, slots=True)
class RulingView:
    """A ruling, made or to be, by its key. `writer_id` is who cannot send it to the person it is
    about; `part_in`, by their numbers, who hears no appeal against it nor lets anybody in again.
    """

    key: str
    writer_id: int
    person: str
    rung: str
    dismissal: str
    version: str
    clauses: Sequence[tuple[str, str]]
    effects: Sequence[str]
    behaviour: str
    impact: str
    expected: str
    consequence: str
    scope: str
    unheard: str
    rationale: str
    for_reporter: str
    lasts_days: int | None
    deciders: Sequence[tuple[int, str]]
    part_in: Collection[int]
    needed: int
    is_on_appeal: bool
    made_at: datetime | None
    told_at: datetime | None
    ended: str
    appeal: AppealView | None
    where: str
    lets_stand: Sequence[tuple[str, str]]
    conditions: Sequence[Condition]
    requests: Sequence[Request]
    request_needs: int
    looked_at: Sequence[datetime]
    look_due: datetime | None
    is_look_due: bool
    holds: bool


def rulings_of(
    case: Case, now: datetime, *, able: Sequence[Member] | None = None
) -> Sequence[RulingView]:
    """What was decided in a case and what is proposed, the oldest first. `able`: what `who_can`
    gives, where that is known already.
    """
    query = select(Ruling).where(Ruling.case_id == case.id).order_by(Ruling.id)
    rows = db.session.scalars(query).unique().all()
    if not rows:
        return []
    numbers = {one.id for one in (who_can(case, now) if able is None else able)}
    follows, parts = what_follows(rows), parts_of(rows)
    return [_view(row, parts[row.id], numbers, follows[row.id], now) for row in rows]


def ruling_of(case: Case, key: str) -> Ruling | None:
    """A ruling of this case."""
    query = select(Ruling).where(Ruling.key == key, Ruling.case_id == case.id)
    return db.session.scalars(query).unique().first()


def appeal_of(case: Case, key: str) -> Appeal | None:
    """The appeal against a ruling of this case."""
    query = select(Appeal).join(Ruling, Ruling.id == Appeal.ruling_id)
    return (
        db.session.scalars(query.where(Ruling.key == key, Ruling.case_id == case.id))
        .unique()
        .first()
    )


def codes_of(case: Case) -> Sequence[CodePublication]:
    """The versions of the code that held when what a case is about happened: of each of its
    reports, the first report's first.
    """
    found = [one.publication for one in reports_of(case) if one.publication is not None]
    return list(dict.fromkeys(found))


def code_among(
    known: Sequence[CodePublication], number: str = ""
) -> tuple[CodePublication, CodeText] | None:
    """That one of `codes_of` a case with this number, else the first."""
    chosen = next((one for one in known if str(one.number) == number), next(iter(known), None))
    if chosen is None:
        return None
    return chosen, text_of(db.session.get_one(CodeVersion, chosen.version_id))


def typed_in(row: Ruling) -> dict[str, Any]:
    """What was typed in a ruling, by the fields of its form, to begin another with."""
    series = db.session.get(Series, row.series_id) if row.series_id else None
    query = select(Member.handle).where(Member.person_id == row.other_person_id)
    letter = ("behaviour", "impact", "expected", "consequence", "scope", "how_found")
    others = ("rationale", "for_reporter", "lasts_days")
    return {name: getattr(row, name) for name in (*letter, *others)} | {
        "unheard": why_unheard([row.id]).get(row.id, ""),
        "level": None if row.level is None else str(row.level),
        "dismissal": row.dismissal.value if row.dismissal else None,
        "person": row.person_id,
        "code": _number_of(row),
        "clauses": [key for key, _ in clauses_of(row)],
        "effects": effects_of(row),
        "lets_stand": [one.key for one in emergencies_of(row)],
        "series": series.slug if series else "",
        **_conditions_typed(row),
        "other": db.session.scalar(query) or "" if row.other_person_id else "",
    }


def _number_of(row: Ruling) -> str:
    version = db.session.get(CodeVersion, row.version_id) if row.version_id else None
    return str(version.number) if version else ""


def _conditions_typed(row: Ruling) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in what_follows([row])[row.id].conditions:
        found[f"condition_{one.position}"] = one.words
        found[f"within_{one.position}"] = one.within_days
    return found


def _view(row: Ruling, part: Part, able: set[int], follows: Follows, now: datetime) -> RulingView:
    others = able - part.part_in
    needed = how_many_agree(row, able, part.barred)
    return RulingView(
        key=row.key,
        writer_id=row.by_id,
        person=part.person,
        rung=f"{part.rung.level} · {part.rung.name}" if part.rung else "",
        dismissal=row.dismissal.value if row.dismissal else "",
        version=part.version,
        clauses=part.clauses,
        effects=part.effects,
        behaviour=row.behaviour,
        impact=row.impact,
        expected=row.expected,
        consequence=row.consequence,
        scope=row.scope,
        unheard=part.unheard,
        rationale=row.rationale,
        for_reporter=row.for_reporter,
        lasts_days=row.lasts_days,
        deciders=part.deciders,
        part_in=part.part_in,
        needed=min(needed, len(part.deciders)) if row.made else needed,
        is_on_appeal=row.is_on_appeal,
        made_at=row.made.at if row.made else None,
        told_at=row.notice.at if row.notice else None,
        ended=row.end.why if row.end else "",
        appeal=_appeal(row, part.appeal, len(others)),
        where=part.where,
        lets_stand=part.lets_stand,
        conditions=follows.conditions,
        requests=follows.requests,
        request_needs=how_many_let_in(row, len(others)),
        looked_at=follows.looked_at,
        look_due=look_due(row, follows.looked_at),
        is_look_due=is_look_due(row, follows.looked_at, now),
        holds=holds(row, now),
    )


def _appeal(row: Ruling, part: AppealPart | None, able: int) -> AppealView | None:
    if part is None:
        return None
    appeal = part.row
    return AppealView(
        words_html=appeal.words_html,
        at=appeal.at,
        hearers=part.hearers,
        said=part.said,
        needed=how_many_hear(row, able),
        outcome=appeal.outcome.outcome.value if appeal.outcome else None,
        words=appeal.outcome.words if appeal.outcome else "",
        is_stuck=able < how_many_hear(row, able),
    )
