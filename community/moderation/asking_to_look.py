"""Asking for the yearly look at a ban: once for each, those who did not decide it; where nobody of
them is there, the contacts outside.
"""

from datetime import datetime, timedelta

from community import work
from community.db import db, locked, transaction
from community.events import announce

from .case_models import Case
from .events import SomethingWaits
from .following_queries import bans_to_ask_about
from .opening import tell_contacts
from .quorum_queries import able_to_hear
from .readmission_models import LookAsking
from .ruling_models import Ruling
from .sight_queries import who_can


def ask_for_looks(now: datetime) -> None:
    """Ask for each look that is due, in a transaction of its own. Several workers ask once."""
    found = bans_to_ask_about(now)
    db.session.rollback()  # reading is over before the writing begins

    def ask(number: int) -> None:
        with transaction():
            ruling = db.session.get_one(Ruling, number)
            locked(Case, ruling.case_id)
            if number in bans_to_ask_about(now):
                _ask(ruling, now)

    work.each(found, ask, what="yearly looks")


def _ask(ruling: Ruling, now: datetime) -> None:
    db.session.add(LookAsking(ruling_id=ruling.id, at=now))
    db.session.flush()
    able = able_to_hear(ruling, now)
    others = [one for one in who_can(ruling.case, now, but_away=True) if one.id in able]
    if others:
        announce(SomethingWaits(ruling.case, others, f"look at ruling {ruling.id}", now))
    else:
        tell_contacts(ruling.case, now=now)


JOBS = (work.Job("ask for a yearly look at a ban", timedelta(hours=1), ask_for_looks),)
