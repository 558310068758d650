"""Writing again where nobody sees to a case: once to the responders when an answer is due, and once
to the contacts outside a day later.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from community import work
from community.db import db, locked, transaction
from community.events import announce

from .asking_models import Again, CaseReminder
from .case_models import OVER, Case, CaseHolder, CaseState
from .events import RespondersAsked
from .merging_models import CaseMerging
from .opening import tell_contacts
from .report_queries import ANSWER_WITHIN
from .sight_queries import who_can

_AFTER = {Again.RESPONDERS: ANSWER_WITHIN, Again.CONTACTS: ANSWER_WITHIN + timedelta(days=1)}


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
            if number in _left_alone(to, now):
                _write_again(case, to, now)

    work.each(found, ask, what="reminders")


def _left_alone(to: Again, now: datetime) -> Sequence[int]:
    """The cases that were opened long enough ago, and that nobody sees to, in order."""
    is_held = exists().where(CaseHolder.case_id == Case.id, CaseHolder.ended_at.is_(None))
    is_told = exists().where(CaseReminder.case_id == Case.id, CaseReminder.to == to)
    goes_on = exists().where(CaseMerging.case_id == Case.id, CaseMerging.ended_at.is_(None))
    query = select(Case.id).join(CaseState, CaseState.case_id == Case.id)
    query = query.where(CaseState.ended_at.is_(None), CaseState.state.not_in(OVER))
    query = query.where(Case.opened_at <= now - _AFTER[to], ~is_held, ~is_told, ~goes_on)
    return db.session.scalars(query.order_by(Case.id)).all()


def _write_again(case: Case, to: Again, now: datetime) -> None:
    db.session.add(CaseReminder(case_id=case.id, to=to, at=now))
    db.session.flush()
    if to is Again.RESPONDERS:
        announce(RespondersAsked(case, who_can(case, now, but_away=True), now))
    else:
        tell_contacts(case, now=now)


JOBS = (work.Job("ask again about a case nobody sees to", timedelta(hours=1), ask_again),)
