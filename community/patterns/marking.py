"""Saying “we use this”, and taking it back."""

from datetime import datetime

from sqlalchemy import delete

from community.accounts.models import Person
from community.db import db, locked, number_of

from .models import Pattern
from .retired import refuse_retired
from .use_models import Shown, UseMark, Using


def mark(pattern: Pattern, using: Using, shown: Shown, *, by: Person, now: datetime) -> None:
    """Say how far `by` has come with it. There is one mark of each person: saying it again
    changes that one, and the same again changes nothing. Raises `retired.KeptForTheRecord`.
    """
    pattern = locked(Pattern, number_of(pattern))
    refuse_retired(pattern)
    row = db.session.get(UseMark, (pattern.id, by.id))
    if row is None:
        row = UseMark(pattern_id=pattern.id, person_id=by.id, using=using, shown=shown, at=now)
        db.session.add(row)
    elif (row.using, row.shown) != (using, shown):
        row.using, row.shown, row.at = using, shown, now
    db.session.flush()


def take_mark_back(pattern: Pattern, *, by: Person) -> None:
    """Say nothing of it any longer. Doing it twice changes nothing."""
    mine = UseMark.pattern_id == number_of(pattern), UseMark.person_id == by.id
    db.session.execute(delete(UseMark).where(*mine))
