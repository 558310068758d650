"""Marks each change of what a feed shows, so that "unchanged" is said without rendering."""

from collections.abc import Iterable
from secrets import randbelow
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session, SessionTransaction

from community.accounts.events import CommunityChanged, CommunitySetUp
from community.attendance.events import FollowChanged, RsvpChanged, SeriesAnswerChanged
from community.calls.events import CallChanged, SeriesChanged, SittingsScheduled
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.db import db

from .models import Revision

CALLS = "calls"  # any series or call at all
COMMUNITY = "community"  # its name and zone
_WAITING = "revisions to draw"
_NUMBERS = 2**31


def of_series(series: Series) -> str:
    """The scope of one series and all its dates."""
    return of_series_id(series.id)


def of_series_id(series_id: int) -> str:
    """The same, for the series with this number."""
    return f"series:{series_id}"


def of_call(call_id: int) -> str:
    """The scope of one call and its sittings."""
    return f"call:{call_id}"


def of_person(person_id: int) -> str:
    """The scope of one person's answers, follows and profile."""
    return f"person:{person_id}"


def bump(*scopes: str) -> None:
    """What `scopes` show has changed: their numbers are others once this transaction commits.

    All at its end and in one order, so that no two transactions wait for each other. Numbers are
    drawn, not counted: a database restored from yesterday never gives old bytes a number again.
    """
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that its end is heard of
    session.info.setdefault(_WAITING, set()).update(scopes)


def numbers(scopes: Iterable[str]) -> dict[str, int]:
    """The number that each of `scopes` has had since it last changed; one read."""
    wanted = sorted(set(scopes))
    query = select(Revision.scope, Revision.number).where(Revision.scope.in_(wanted))
    found = dict(db.session.execute(query).all())
    return {scope: found.get(scope, 0) for scope in wanted}


def series_changed(happened: SeriesChanged) -> None:
    """The words, rule, owners or removal of a series are others."""
    bump(CALLS, of_series(happened.series))


def call_changed(happened: CallChanged) -> None:
    """The words, owners or removal of a call are others."""
    _bump_call(happened.call)


def sittings_scheduled(happened: SittingsScheduled) -> None:
    """Dates were added."""
    for sitting in happened.sittings:
        _bump_call(sitting.call)


def sitting_changed(happened: Any) -> None:
    """A sitting was moved, cancelled, is held after all, or has another place."""
    sitting: Sitting = happened.sitting
    _bump_call(sitting.call)


def person_changed(happened: RsvpChanged | SeriesAnswerChanged | FollowChanged) -> None:
    """What somebody answers or follows is another."""
    bump(of_person(happened.person_id))


def community_changed(_happened: CommunityChanged | CommunitySetUp) -> None:
    """The community has another name or zone."""
    bump(COMMUNITY)


def _bump_call(call: Call) -> None:
    bump(CALLS, of_call(call.id), *([of_series(call.series)] if call.series is not None else []))


@event.listens_for(db.session, "before_commit")
def _draw_numbers(session: Session) -> None:
    scopes = session.info.pop(_WAITING, None)
    if not scopes:
        return
    sqlite = session.get_bind().dialect.name == "sqlite"
    insert = insert_sqlite if sqlite else insert_postgresql
    rows = [{"scope": scope, "number": randbelow(_NUMBERS)} for scope in sorted(scopes)]
    statement = insert(Revision)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Revision.scope], set_={"number": statement.excluded.number}
        ),
        rows,
    )


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:  # a savepoint undone leaves the rest of the transaction to be told
        session.info.pop(_WAITING, None)
