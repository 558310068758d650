"""Reads about decisions and actions, by series, owner and state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.calls.call_queries import is_gone
from community.calls.listing import shown_in_series
from community.calls.models import Call, Series
from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content
from community.conduct.state_queries import Placeholder
from community.db import db
from community.distance.queries import is_blocked
from community.pages import Page, page_of

from .followed_queries import followed_title
from .home_queries import Home, with_home
from .models import Kind, Note, NoteRemoval
from .sight_queries import is_kept_from, is_kept_from_lists
from .tasks import Action, Completion, Decision

MOST_OPEN = 300  # actions of one member in a list
_waiting: list[Callable[[], ColumnElement[bool]]] = []


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A decision or an action in a list; `redactions`: for which clauses words are taken out."""

    key: str
    text_html: str
    by_id: int
    by: str | None
    made_at: datetime
    call: str
    slug: str
    call_id: int
    series: str  # empty for a call of its own
    owner: str | None = None
    owner_id: int | None = None
    due_on: date | None = None
    is_done: bool = False
    how: str = ""
    follows: str | None = None
    followed: str | None = None
    redactions: tuple[Placeholder, ...] = ()


def leave_out_of_decisions(waits: Callable[[], ColumnElement[bool]]) -> None:
    """Let a feature below say, for a query with decisions, which of them wait to be told."""
    if waits not in _waiting:
        _waiting.append(waits)


def action_by_key(key: str) -> Action | None:
    """The action that the note at an address is, unless that was taken out."""
    query = select(Action).join(Action.note).where(Note.key == key, Note.kind == Kind.ACTION)
    return db.session.scalar(query.where(~is_removed()))


def decisions_of(
    series: Series, *, for_member: bool, for_owner: bool, cursor: str | None
) -> Page[TaskLine]:
    """The decisions of a series, the latest first; not those that wait. Two queries."""
    query = with_home(standing(Kind.DECISION)).where(
        *_in_series(series, for_member=for_member, for_owner=for_owner),
        *(~waits() for waits in _waiting),
    )
    return _page(query, Kind.DECISION, cursor)


def actions_of(
    series: Series, *, done: bool, for_member: bool, for_owner: bool, cursor: str | None
) -> Page[TaskLine]:
    """The actions of a series that are open, or done; the latest first. Two queries."""
    query = with_home(standing(Kind.ACTION)).where(
        *_in_series(series, for_member=for_member, for_owner=for_owner),
        is_done() if done else ~is_done(),
    )
    return _page(query, Kind.ACTION, cursor)


def done_by(member: Member, *, cursor: str | None) -> Page[TaskLine]:
    """What a member was to do and is done, the latest first. Two queries."""
    return _page(standing(Kind.ACTION).where(*_to_do_by(member), is_done()), Kind.ACTION, cursor)


def open_for(member: Member) -> list[TaskLine]:
    """What a member is to do: what is due first, what has no day last. Two queries."""
    query = standing(Kind.ACTION).where(*_to_do_by(member), ~is_done())
    order = Action.due_on.is_(None), Action.due_on, Note.id
    return _lines(db.session.scalars(query.order_by(*order).limit(MOST_OPEN)).all(), Kind.ACTION)


def texts_for(member_id: int) -> Mapping[int, str]:
    """What the actions of a member say, by the number of the note: those the member may read."""
    query = standing(Kind.ACTION).where(Action.owner_id == member_id, ~is_kept_from(member_id))
    texts = select(Note.id, Note.text_source).where(Note.id.in_(query))
    return {row.id: row.text_source for row in db.session.execute(texts)}


def _page(query: Select[Any], kind: Kind, cursor: str | None) -> Page[TaskLine]:
    page = page_of(query, [Note.id], lambda note_id: [note_id], cursor=cursor, backwards=True)
    return Page(_lines(page.rows, kind), page.next)


def standing(kind: Kind) -> Select[Any]:
    """The numbers of notes of a kind that were not removed, nor their calls."""
    return (
        _with_call(select(Note.id).select_from(Note), kind)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(Note.kind == kind, ~is_removed(), ~is_gone())
    )


def _with_call(query: Select[Any], kind: Kind) -> Select[Any]:
    """Notes of a kind with what stands beside them, and the call that says they belong to."""
    beside = Action if kind is Kind.ACTION else Decision
    return query.join(beside, beside.note_id == Note.id).join(Call, Call.id == beside.call_id)


def _in_series(
    series: Series, *, for_member: bool, for_owner: bool
) -> tuple[ColumnElement[bool], ...]:
    """In calls of a series the reader may see, of what stands in such lists, where the note stands
    on such a call still.
    """
    shown = shown_in_series(for_member=for_member, for_owner=for_owner)
    there = shown_in_series(for_member=for_member, for_owner=for_owner, call=Home)
    return Call.series_id == series.id, shown, there, ~is_kept_from_lists(for_owner=for_owner)


def _to_do_by(member: Member) -> tuple[ColumnElement[bool], ...]:
    """What they have taken on; by somebody they block, nobody gives them anything to do."""
    theirs = Action.owner_id == member.id, ~is_kept_from(member.id)
    return (*theirs, ~is_blocked(member.id, Note.by_id))


def is_removed() -> ColumnElement[bool]:
    """Whether a note, of a query that has it, was taken out."""
    return exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())


def is_done() -> ColumnElement[bool]:
    """Whether the action that a note is, of a query that has it, is done."""
    return exists().where(Completion.note_id == Note.id, Completion.withdrawn_at.is_(None))


def _lines(ids: Sequence[int], kind: Kind) -> list[TaskLine]:
    """What a list shows of each note of a kind, in the order of `ids`."""
    author, doer, doing = aliased(Person), aliased(Person), aliased(Member)
    named = author.credited_as.label("by"), doer.credited_as.label("owner")
    wanted: Any = select(Note, Call, *named).select_from(Note)
    beside = (Action,) if kind is Kind.ACTION else (Decision.follows, followed_title())
    wanted = wanted.add_columns(*beside)
    owner = doing.id == Action.owner_id if kind is Kind.ACTION else false()
    query = (
        _with_call(wanted, kind)
        .join(Member, Member.id == Note.by_id)
        .join(author, author.id == Member.person_id)
        .outerjoin(doing, owner)
        .outerjoin(doer, doer.id == doing.person_id)
        .where(Note.id.in_(ids))
    )
    rows = db.session.execute(query).unique().all()
    cut = beside_bars(Content.NOTE, {row.Note.id: row.Note.text_source for row in rows})
    found = {row.Note.id: _line(row, cut.get(row.Note.id, ())) for row in rows}
    return [found[note_id] for note_id in ids]


def _line(row: Any, redactions: tuple[Placeholder, ...]) -> TaskLine:
    action = row.Action if row.Note.kind is Kind.ACTION else None
    completion = action.completion if action else None
    return TaskLine(
        key=row.Note.key,
        text_html=row.Note.text_html,
        by_id=row.Note.by_id,
        by=row.by,
        made_at=row.Note.made_at,
        call=row.Call.title,
        slug=row.Call.slug,
        call_id=row.Call.id,
        series=row.Call.series.title if row.Call.series else "",
        owner=row.owner,
        owner_id=action.owner_id if action else None,
        due_on=action.due_on if action else None,
        is_done=completion is not None,
        how=completion.how if completion else "",
        redactions=redactions,
        **_followed(row),
    )


def _followed(row: Any) -> dict[str, str | None]:
    told = row.followed if row.Note.kind is Kind.DECISION else None
    return {"follows": row.follows, "followed": told} if told else {}
