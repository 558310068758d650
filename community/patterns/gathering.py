"""Letters that gather what happens to patterns: soon after, and the more there were of late, the
later.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db
from community.outbox.models import Letter
from community.outbox.owing import owe
from community.outbox.pacing import next_morning, pause

_A_DAY = timedelta(days=1)


def owe_gathered(kind: str, person_id: int, *, about: str, now: datetime) -> None:
    """Owe one letter of a kind to a person, in which all of them stand."""
    of_late = select(func.count()).where(
        Letter.kind == kind, Letter.person_id == person_id, Letter.owed_at > now - _A_DAY
    )
    wait = pause(db.session.scalar(of_late) or 0)
    zone = db.session.get_one(Person, person_id).zone
    due = now + wait if wait is not None else next_morning(zone, now)
    owe(kind, person_id=person_id, about=about, due_at=due, gathers=True, now=now)
