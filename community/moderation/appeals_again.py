"""Writing again about appeals that nobody can hear, or that nobody has decided after 14 days."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select

from community import work
from community.db import db, locked, transaction
from community.events import announce

from .appeal_models import Appeal, AppealOutcome, AppealReminder
from .case_models import Case
from .events import SomethingWaits
from .opening import tell_contacts
from .quorum_queries import able_to_hear, how_many_hear
from .readmission_queries import ANSWERED_WITHIN
from .sight_queries import who_can


def ask_again(now: datetime) -> None:
    """Write about each of them once in 14 days, in a transaction of its own: to those who can hear
    it, or, where they are too few, to all who have the case, and to the contacts outside. Several
    workers write once.
    """
    found = list(db.session.scalars(_waiting(now)))
    db.session.rollback()  # reading is over before the writing begins

    def ask(number: int) -> None:
        with transaction():
            row = db.session.get_one(Appeal, number)
            case = locked(Case, row.ruling.case_id)
            if db.session.scalar(_waiting(now).where(Appeal.id == number)) is not None:
                _write_again(row, case, now)

    work.each(found, ask, what="appeals that wait")


def _waiting(now: datetime) -> Select[int]:
    told = exists().where(
        AppealReminder.appeal_id == Appeal.id, AppealReminder.at > now - ANSWERED_WITHIN
    )
    is_decided = exists().where(AppealOutcome.appeal_id == Appeal.id)
    return select(Appeal.id).where(~told, ~is_decided).order_by(Appeal.id)


def _write_again(row: Appeal, case: Case, now: datetime) -> None:
    able = able_to_hear(row.ruling, now)
    is_stuck = len(able) < how_many_hear(row.ruling, len(able))
    if not is_stuck and row.at > now - ANSWERED_WITHIN:
        return
    db.session.merge(AppealReminder(appeal_id=row.id, at=now))
    db.session.flush()
    if is_stuck:
        tell_contacts(case, now=now)
    told = [one for one in who_can(case, now, but_away=True) if is_stuck or one.id in able]
    announce(SomethingWaits(case, told, f"appeal {row.id} again", now))


JOBS = (work.Job("ask again about appeals that wait", timedelta(hours=1), ask_again),)
