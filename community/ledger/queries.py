"""Reads about lines of labour: those that everybody may see, and one's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member, Person
from community.calls.call_queries import is_gone
from community.calls.listing import shown_in_series
from community.calls.models import Call, Series
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.pages import Page, page_of

from .models import Confirmation, Labour, Line, LineRemoval, Refusal, Shown

MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A line that was confirmed, as everybody reads it. `name` is None where nobody is named."""

    call_id: int
    kind: Labour
    what: str
    name: str | None
    minutes: int | None
    key: str


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A line that was taken off the list, and why."""

    line: Listed
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Total:
    """How many lines of a kind there are, and the minutes that were given with them."""

    kind: Labour
    lines: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Mine:
    """A line of one's own, with the call it is about and how it is listed, if it is."""

    line: Line
    shown: Shown | None
    pseudonym: str
    name: str | None


def line_numbered(number: int) -> Line | None:
    """The line with this number."""
    return db.session.get(Line, number)


def lines_of_call(call_id: int) -> Sequence[Listed]:
    """The confirmed lines of a call, by kind and name. One query."""
    return _listed(_confirmed().where(Line.call_id == call_id))


def taken_off_call(call_id: int) -> list[TakenOff]:
    """The lines of a call that would be listed, were they not taken off; the latest first. One
    query.
    """
    query = _said().add_columns(LineRemoval.reason, LineRemoval.at)
    query = query.join(LineRemoval, _stands(LineRemoval)).where(Line.call_id == call_id)
    rows = db.session.execute(query.order_by(LineRemoval.id.desc()))
    return [TakenOff(Listed(*row[:-2]), row[-2], row[-1]) for row in rows]


def taken_off_from(member: Member) -> Sequence[tuple[Line, str]]:
    """A member's lines that were taken off the list, the latest first, and why. One query."""
    query = _of(member).add_columns(LineRemoval.reason).join(LineRemoval, _stands(LineRemoval))
    rows = db.session.execute(query.order_by(LineRemoval.id.desc()).limit(MOST_WAITING))
    return [(row[0], row[1]) for row in rows.unique()]


def is_taken_off() -> ColumnElement[bool]:
    """For a query on lines: whether a line was taken off the list."""
    return _has(LineRemoval)


def lines_of_calls(call_ids: Collection[int]) -> Mapping[int, list[Listed]]:
    """The confirmed lines of calls, by the number of the call. One query."""
    found: dict[int, list[Listed]] = {}
    for line in _listed(_confirmed().where(Line.call_id.in_(call_ids))):
        found.setdefault(line.call_id, []).append(line)
    return found


def calls_with_lines(
    series: Series, *, for_member: bool, for_owner: bool, cursor: str | None, size: int = 50
) -> Page[Sitting]:
    """The first sittings of the calls of a series that have lines, the latest first."""
    has_lines = exists(_ids().where(Line.call_id == Call.id))
    earlier = select(func.min(Sitting.position)).where(Sitting.call_id == Call.id)
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(joinedload(Sitting.call))
        .where(
            *_in_series(series, for_member=for_member, for_owner=for_owner),
            has_lines,
            Sitting.position == earlier.correlate(Call).scalar_subquery(),
        )
    )
    keys = Sitting.starts_at, Sitting.id
    return page_of(
        query, keys, lambda s: (s.starts_at, s.id), cursor=cursor, backwards=True, size=size
    )


def totals_of(series: Series, *, for_member: bool, for_owner: bool) -> Sequence[Total]:
    """How much of each kind was done for a series; never by whom. One query."""
    query = (
        select(Line.kind, func.count(), func.sum(Line.minutes))
        .join(Confirmation, _stands(Confirmation))
        .join(Call, Call.id == Line.call_id)
        .where(*_in_series(series, for_member=for_member, for_owner=for_owner), ~is_taken_off())
        .group_by(Line.kind)
    )
    rows = {kind: Total(kind, n, int(m or 0)) for kind, n, m in db.session.execute(query)}
    return [rows[kind] for kind in Labour if kind in rows]


def waiting_for(member: Member) -> Sequence[Line]:
    """Lines that wait for what their person says, the latest first. One query."""
    query = (
        _of(member)
        .where(~_has(Confirmation), ~_has(Refusal), ~is_taken_off())
        .order_by(Line.id.desc())
    )
    return db.session.scalars(query.limit(MOST_WAITING)).unique().all()


def declined_by(member: Member) -> Sequence[Line]:
    """Lines that their person declined, the latest first. One query."""
    query = (
        _of(member)
        .where(_has(Refusal), ~is_taken_off())
        .order_by(Line.id.desc())
        .limit(MOST_WAITING)
    )
    return db.session.scalars(query).unique().all()


def confirmed_by(member: Member, *, cursor: str | None, size: int = 50) -> Page[Mine]:
    """Lines that their person confirmed, the latest first. Two queries."""
    query = _of(member).where(_has(Confirmation), ~is_taken_off())
    page = page_of(
        query, [Line.id], lambda line: [line.id], cursor=cursor, backwards=True, size=size
    )
    standing = select(Confirmation).where(
        Confirmation.line_id.in_([line.id for line in page.rows]),
        Confirmation.withdrawn_at.is_(None),
    )
    by_line = {row.line_id: row for row in db.session.scalars(standing)}
    names = {Shown.NAME: member.person.credited_as, Shown.COUNTED: None}
    rows = [
        Mine(line, said.shown, said.pseudonym, names.get(said.shown, said.pseudonym))
        for line in page.rows
        if (said := by_line.get(line.id)) is not None
    ]
    return Page(rows, page.next)


def begins_of(call_ids: Collection[int]) -> Mapping[int, datetime]:
    """When each call began: its first sitting that was held. One query."""
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    query = (
        select(Sitting.call_id, func.min(Sitting.starts_at))
        .where(Sitting.call_id.in_(call_ids), ~off)
        .group_by(Sitting.call_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _confirmed() -> Select[Any]:
    return _said().where(~is_taken_off())


def _said() -> Select[Any]:
    """Every line that was confirmed, and the name it is listed under, taken off or not."""
    name = case(
        (Confirmation.shown == Shown.NAME, Person.credited_as),
        (Confirmation.shown == Shown.PSEUDONYM, Confirmation.pseudonym),
        else_=None,
    )
    wanted = Line.call_id, Line.kind, Line.what, name.label("name"), Line.minutes, Line.key
    return (
        select(*wanted)
        .join(Confirmation, _stands(Confirmation))
        .outerjoin(Member, Member.id == Line.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
    )


def _listed(query: Select[Any]) -> list[Listed]:
    """In an order that tells nothing of who is behind a pseudonym."""
    order = {kind: place for place, kind in enumerate(Labour)}
    rows = [Listed(*row) for row in db.session.execute(query)]
    return sorted(rows, key=lambda r: (order[r.kind], r.what, r.name is None, r.name or ""))


def _ids() -> Select[Any]:
    return select(Line.id).join(Confirmation, _stands(Confirmation)).where(~is_taken_off())


def _in_series(
    series: Series, *, for_member: bool, for_owner: bool
) -> tuple[ColumnElement[bool], ...]:
    shown = shown_in_series(for_member=for_member, for_owner=for_owner)
    return Call.series_id == series.id, shown


def _of(member: Member) -> Select[Any]:
    """A member's lines about calls that were not deleted, with what a page shows of them."""
    return (
        select(Line)
        .join(Line.call)
        .options(joinedload(Line.call))
        .where(Line.member_id == member.id, ~is_gone())
    )


def _stands(model: type[Confirmation | Refusal | LineRemoval]) -> ColumnElement[bool]:
    return and_(model.line_id == Line.id, model.withdrawn_at.is_(None))


def _has(model: type[Confirmation | Refusal | LineRemoval]) -> ColumnElement[bool]:
    return exists().where(_stands(model))
