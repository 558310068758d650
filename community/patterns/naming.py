"""Taking one's name off a pattern, everywhere and at once, and putting it back."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Person
from community.db import db, locked

from .models import Pattern
from .name_models import NameTakenOff


def take_name_off(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Name `by` no more with this pattern. Twice changes nothing."""
    locked(Pattern, pattern.id)
    if _standing(pattern, by) is None:
        db.session.add(NameTakenOff(pattern_id=pattern.id, person_id=by.id, at=now))
        db.session.flush()


def put_name_back(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Name `by` again. Twice changes nothing."""
    locked(Pattern, pattern.id)
    row = _standing(pattern, by)
    if row is not None:
        row.withdrawn_at = now
        db.session.flush()


def _standing(pattern: Pattern, person: Person) -> NameTakenOff | None:
    query = select(NameTakenOff).where(
        NameTakenOff.pattern_id == pattern.id,
        NameTakenOff.person_id == person.id,
        NameTakenOff.withdrawn_at.is_(None),
    )
    return db.session.scalar(query)
