"""What was said of calls, for their pages and for the trend of a series; no names are read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from community.accounts.models import Member
from community.calls.listing import shown_in_series
from community.calls.models import Call, Series
from community.calls.times import Cancellation, Sitting
from community.conduct.state_models import Content, ContentState, Standing
from community.conduct.state_queries import (
    Placeholder,
    is_redacted,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.db import db

from .look_back_models import LookBack, LookBackRemoval
from .timing import LOOKED_BACK

FEWEST = 3  # who said something, before it is shown: among two, everybody knows who the other is
MOST_CALLS = 24
MOST_SHOWN = 200

_is_out = exists().where(
    LookBackRemoval.look_back_id == LookBack.id, LookBackRemoval.withdrawn_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words; `is_out`: they were taken out, and only who may put them back reads so.
    Where they are set aside under the code there are none, and `placeholder` stands in their place,
    in the boxes that `had_` some; `redactions`: for which clauses some were taken out.
    """

    key: str
    worked: str
    differently: str
    is_out: bool
    placeholder: Placeholder | None = None
    redactions: tuple[Placeholder, ...] = ()
    had_worked: bool = False
    had_differently: bool = False


@dataclass(frozen=True, slots=True)
class CallSoFar:
    """How many said of one call what worked and what to do differently. `held_at` in UTC."""

    slug: str
    title: str
    held_at: datetime
    worked: int
    differently: int


def look_back_by_key(key: str) -> LookBack | None:
    """The words with this key."""
    return db.session.scalar(select(LookBack).where(LookBack.key == key))


def own_of(call_id: int, member: Member) -> tuple[LookBack | None, LookBackRemoval | None]:
    """What a member has said of a call, and that it is taken out, if it is. One query."""
    out = and_(LookBackRemoval.look_back_id == LookBack.id, LookBackRemoval.withdrawn_at.is_(None))
    query = select(LookBack, LookBackRemoval).outerjoin(LookBackRemoval, out)
    mine = LookBack.call_id == call_id, LookBack.member_id == member.id
    row = db.session.execute(query.where(*mine)).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def number_said(call_id: int) -> int:
    """How many have said something of a call, whether it was taken out or not."""
    query = select(func.count(LookBack.id)).where(LookBack.call_id == call_id)
    return db.session.scalar(query) or 0


def calls_shown(call_ids: Collection[int], now: datetime) -> set[int]:
    """The calls, of these, of which what was said is shown."""
    query = select(Call.id).where(Call.id.in_(call_ids), _is_shown(now))
    return set(db.session.scalars(query))


def look_back_standing(key: str) -> LookBack | None:
    """The words with this key, unless they are taken out."""
    return db.session.scalar(select(LookBack).where(LookBack.key == key, ~_is_out))


def said_of(call_id: int, *, with_those_out: bool) -> list[Said]:
    """What was said of a call, in an order that tells nothing, with the places of what is set aside
    under the code; one query, and one more where words of some were taken out.
    """
    is_cut = is_redacted(Content.LOOK_BACK, LookBack.id).label("is_redacted")
    query = (
        select(LookBack, _is_out.label("is_out"), is_cut)
        .select_from(LookBack)
        .where(LookBack.call_id == call_id)
        .order_by(LookBack.key)
        .limit(MOST_SHOWN)
    )
    query = with_states(query, Content.LOOK_BACK, LookBack.id)
    is_placed = ContentState.id.is_not(None)
    found: Sequence[Any] = db.session.execute(
        query if with_those_out else query.where(or_(~_is_out, is_placed))
    ).all()
    cut = redactions_among(Content.LOOK_BACK, [one[0].id for one in found if one.is_redacted])
    return [_said(one, cut) for one in found if one.set_aside is not Standing.SPAM]


def _said(one: Any, cut: Mapping[int, tuple[Placeholder, ...]]) -> Said:
    row, placeholder = one[0], placeholder_in(one)
    if placeholder is not None:
        return Said(
            *(row.key, "", ""),
            is_out=False,
            placeholder=placeholder,
            had_worked=bool(row.worked),
            had_differently=bool(row.differently),
        )
    redactions = cut.get(row.id, ())
    return Said(row.key, row.worked, row.differently, one.is_out, None, redactions)


def shown_of(
    call_ids: Collection[int], now: datetime
) -> dict[int, list[tuple[str, str, datetime | None]]]:
    """What is shown of each of some calls, as on their own pages: worked, differently, and when
    that was taken out, without its words; in an order that tells nothing. One query.
    """
    query = (
        select(LookBack.call_id, LookBack.worked, LookBack.differently, LookBackRemoval.at)
        .join(Call, Call.id == LookBack.call_id)
        .outerjoin(
            LookBackRemoval,
            and_(
                LookBackRemoval.look_back_id == LookBack.id, LookBackRemoval.withdrawn_at.is_(None)
            ),
        )
        .where(LookBack.call_id.in_(call_ids), _is_shown(now))
    )
    found: dict[int, list[tuple[str, str, datetime | None]]] = {}
    rows: Sequence[Any] = db.session.execute(query).all()
    for call_id, worked, differently, out_at in rows:
        words = ("", "") if out_at else (worked, differently)
        found.setdefault(call_id, []).append((*words, out_at))
    for said in found.values():
        said.sort(key=lambda one: (one[2].isoformat() if one[2] else "", one[0], one[1]))
    return found


def trend_of(
    series: Series, now: datetime, *, for_member: bool, for_owner: bool
) -> list[CallSoFar]:
    """The calls of a series of which enough people said something, or some and it was long ago, as
    on their own pages; the first of them first. The latest `MOST_CALLS` that the reader may see.
    """
    held_at = func.min(Sitting.starts_at).label("held_at")
    query = (
        select(Call, held_at, _number(LookBack.worked), _number(LookBack.differently))
        .join(Sitting, Sitting.call_id == Call.id)
        .join(LookBack, LookBack.call_id == Call.id)
        .where(
            Call.series_id == series.id,
            Sitting.position == 0,
            Sitting.starts_at <= now,
            ~_is_out,
            _is_shown(now),
            shown_in_series(for_member=for_member, for_owner=for_owner),
        )
        .group_by(Call.id)
        .order_by(held_at.desc(), Call.id.desc())
        .limit(MOST_CALLS)
    )
    rows = db.session.execute(query).unique().all()
    return [CallSoFar(row[0].slug, row[0].title, *row[1:]) for row in reversed(rows)]


def _is_shown(now: datetime) -> ColumnElement[bool]:
    """Whether what was said of a call is shown at `now`: see `FEWEST`."""
    said = aliased(LookBack)
    number = select(func.count(said.id)).where(said.call_id == Call.id).scalar_subquery()
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    later = select(Sitting.id).where(
        Sitting.call_id == Call.id, Sitting.ends_at > now - LOOKED_BACK, ~off
    )
    return or_(number >= FEWEST, ~later.correlate(Call).exists())


def _number(words: InstrumentedAttribute[str]) -> ColumnElement[int]:
    return func.sum(case((words != "", 1), else_=0))
