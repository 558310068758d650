"""Writing again where nobody sees to a case: once to the responders when an answer is due, and once
to the contacts outside a day after that; and again where somebody saw to it meanwhile, and stopped.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from community import work
from community.db import db, locked, transaction
from community.events import announce

from . import appeals_again
from .asking_models import Again, CaseReminder
from .case_models import OVER, Case, CaseHolder, CaseState
from .events import RespondersAsked
from .merging_models import CaseMerging
from .opening import tell_contacts
from .report_queries import ANSWER_WITHIN
from .sight_queries import who_can

_A_DAY = timedelta(days=1)  # between the letters to the responders and those to the contacts


def ask_again(now: datetime) -> None:
    """Write again about each case that nobody sees to, in a transaction of its own. Several workers
    write once.
    """
    found = [(to, number) for to in Again for number in _left_alone(to, now)]
    db.session.rollback()  # reading is over before the writing begins

    def ask(piece: tuple[Again, int]) -> None:
        to, number = piece
        with transaction():
            case = locked(Case, number)
            if _left_alone(to, now, number):
                _write_again(case, to, now)

    work.each(found, ask, what="reminders")


def _left_alone(to: Again, now: datetime, number: int | None = None) -> Sequence[int]:
    """The cases, or that one of them, about which it is time to write again, in order."""
    is_held = exists().where(CaseHolder.case_id == Case.id, CaseHolder.ended_at.is_(None))
    goes_on = exists().where(CaseMerging.case_id == Case.id, CaseMerging.ended_at.is_(None))
    query = select(Case.id).join(CaseState, CaseState.case_id == Case.id)
    query = query.where(CaseState.ended_at.is_(None), CaseState.state.not_in(OVER))
    query = query.where(~is_held, ~goes_on, ~_is_told(to))
    if number is not None:
        query = query.where(Case.id == number)
    if to is Again.RESPONDERS:
        since = now - ANSWER_WITHIN
        was_held = exists().where(CaseHolder.case_id == Case.id, CaseHolder.ended_at > since)
        query = query.where(Case.opened_at <= since, ~was_held)
    else:
        query = query.where(_is_told(Again.RESPONDERS, CaseReminder.at <= now - _A_DAY))
    return db.session.scalars(query.order_by(Case.id)).all()


def _is_told(to: Again, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """For a query on `Case`: whether they were written to again, since anybody saw to it."""
    since = exists().where(
        CaseHolder.case_id == CaseReminder.case_id, CaseHolder.ended_at > CaseReminder.at
    )
    of_case = CaseReminder.case_id == Case.id, CaseReminder.to == to
    return exists().where(*of_case, ~since.correlate(CaseReminder), *more)


def _write_again(case: Case, to: Again, now: datetime) -> None:
    db.session.merge(CaseReminder(case_id=case.id, to=to, at=now))
    db.session.flush()
    if to is Again.RESPONDERS:
        announce(RespondersAsked(case, who_can(case, now, but_away=True), now))
    else:
        tell_contacts(case, now=now)


JOBS = (
    work.Job("ask again about a case nobody sees to", timedelta(hours=1), ask_again),
    *appeals_again.JOBS,
)
