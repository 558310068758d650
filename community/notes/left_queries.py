"""Reads about actions that were left open at an earlier call of a series, for a later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.calls.call_queries import is_gone
from community.calls.models import Call, Series, Visibility
from community.calls.times import Sitting
from community.db import db

from .carried import CarriedAction
from .home_queries import is_home_gone, seen_at_home, with_home
from .line_queries import NoteLine, in_order, lines_with
from .models import Kind, Note, NoteRemoval
from .sight_queries import is_kept_from, is_kept_from_lists
from .task_queries import is_done, is_removed, standing
from .tasks import Action, Completion

MOST_LEFT = 20  # on a page; a list of the series has all of them


@dataclass(frozen=True, slots=True)
class LeftAction:
    """An action that was left open: its line, the call it was made in, and how often it has been
    carried since. Without `slug` that call is not named and its note has no address here, as it,
    or the call on whose pages the note stands by now, is one that only its link leads to.
    """

    line: NoteLine
    call: str
    slug: str | None
    began_at: datetime | None
    times: int


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The actions that a call begins with, those that are open first, and how many `more`."""

    actions: tuple[LeftAction, ...] = ()
    more: int = 0


def left_of(call_id: int) -> Select[int]:
    """The numbers of the open actions made in a call, or left to it by the ones before."""
    made = select(Action.note_id).where(Action.call_id == call_id)
    carried = select(CarriedAction.note_id).where(*_to(call_id))
    query: Select[int] = standing(Kind.ACTION)
    return query.where(~is_done(), Note.id.in_(made.union(carried)))


def leaves_actions() -> ColumnElement[bool]:
    """Whether a call, of a query that has it, leaves actions open: made in it, or left to it."""
    is_open = Note.kind == Kind.ACTION, ~is_removed(), ~is_done()
    made = exists().where(Action.call_id == Call.id, Note.id == Action.note_id, *is_open)
    carried = exists().where(*_to(Call.id), Note.id == CarriedAction.note_id, *is_open)
    return or_(made, carried)


def left_at(slug: str, key: str) -> CarriedAction | None:
    """What was carried to the call at an address, by the key of the note."""
    query = (
        select(CarriedAction)
        .join(Note, Note.id == CarriedAction.note_id)
        .join(Call, Call.id == CarriedAction.to_call_id)
        .where(Call.slug == slug, Note.key == key)
    )
    return db.session.scalars(query.order_by(CarriedAction.id.desc()).limit(1)).one_or_none()


def threads_left(call_id: int) -> Sequence[int]:
    """The threads in which the actions stand that a call may begin with. One query."""
    query = select(Note.thread_id).join(CarriedAction, CarriedAction.note_id == Note.id)
    return db.session.scalars(query.where(*_to(call_id)).distinct().order_by(Note.thread_id)).all()


def left_open(call: Call, member_id: int | None, *, most: int = MOST_LEFT) -> LeftOpen:
    """The actions a call begins with, as a member may read them, or everybody without one. What
    was said off the record is there for those who were there; what was said where fewer people
    read is not. One query.
    """
    rows = db.session.execute(_rows(call, member_id).limit(most)).all()
    lines = {line.key: line for line in in_order(rows, is_whole=True)}
    more = rows[0].size - len(rows) if rows else 0
    return LeftOpen(tuple(_left(row, lines[row.key]) for row in rows), more)


def _rows(call: Call, member_id: int | None) -> Select[Any]:
    starts = select(func.min(Sitting.starts_at)).where(Sitting.call_id == Call.id)
    before = aliased(CarriedAction)
    times = select(func.count(before.id)).where(
        before.note_id == CarriedAction.note_id,
        before.undone_at.is_(None),
        before.id <= CarriedAction.id,
    )
    kept = is_kept_from_lists(for_owner=False) if member_id is None else is_kept_from(member_id)
    seen, there = func.coalesce(Call.own_visibility, Series.visibility), seen_at_home()
    return (
        with_home(lines_with(func.count().over()))
        .add_columns(
            func.coalesce(Call.own_title, Series.title).label("call"),
            Call.slug,
            seen.label("visibility"),
            there.label("there"),
            starts.correlate(Call).scalar_subquery().label("began_at"),
            times.correlate(CarriedAction).scalar_subquery().label("times"),
        )
        .join(CarriedAction, CarriedAction.note_id == Note.id)
        .join(Call, Call.id == Action.call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(
            *_to(call.id),
            Note.kind == Kind.ACTION,
            NoteRemoval.id.is_(None),
            ~is_gone(),
            ~is_home_gone(),
            seen.in_(_read_here(call, member_id)),
            there.in_(_read_here(call, member_id)),
            ~kept,
        )
        .order_by(Completion.id.is_not(None), Action.due_on.is_(None), Action.due_on, Note.id)
    )


def _read_here(call: Call, member_id: int | None) -> set[Visibility]:
    """What a reader of a call may read that was said in another one, by how far that is seen."""
    return {Visibility.PUBLIC, call.visibility} | ({Visibility.MEMBERS} if member_id else set())


def _to(call_id: Any) -> tuple[ColumnElement[bool], ...]:
    return CarriedAction.to_call_id == call_id, CarriedAction.undone_at.is_(None)


def _left(row: Any, line: NoteLine) -> LeftAction:
    is_named = Visibility.LINK not in {row.visibility, row.there}
    return LeftAction(
        line=line,
        call=row.call if is_named else "",
        slug=row.slug if is_named else None,
        began_at=row.began_at,
        times=row.times,
    )
