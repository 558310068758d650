"""Letters that gather what happens to patterns: soon after, and the more there were of late, the
later.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db
from community.distance.queries import is_person_kept_off
from community.outbox.models import Letter
from community.outbox.owing import owe_all
from community.outbox.pacing import next_morning, pause

_A_DAY = timedelta(days=1)


def owe_gathered(
    kind: str, people: Collection[int], *, by_id: int, about: str, now: datetime
) -> None:
    """Owe one letter of a kind, in which all of them stand, to each of these people about what
    somebody did: not to that person, nor to who mutes or blocks them. One query, and a statement
    for all whose letter is due at the same moment.
    """
    of_late = select(func.count(Letter.id)).where(
        Letter.kind == kind, Letter.person_id == Person.id, Letter.owed_at > now - _A_DAY
    )
    query = select(Person.id, Person.zone, of_late.correlate(Person).scalar_subquery()).where(
        Person.id.in_(people), Person.id != by_id, ~is_person_kept_off(Person.id, by_id)
    )
    due: dict[datetime, list[int]] = {}
    for number, zone, lately in db.session.execute(query.order_by(Person.id)):
        wait = pause(lately)
        due.setdefault(now + wait if wait else next_morning(zone, now), []).append(number)
    for due_at, some in sorted(due.items()):
        owe_all(kind, some, about=about, due_at=due_at, gathers=True, now=now)
