"""The people of a library that is brought in: by the names of its file, and nobody who is here."""

from collections.abc import Collection
from datetime import datetime

from community.accounts.models import Credit, Person
from community.db import db
from community.patterns.origin_queries import BROUGHT

_LONGEST_NAME = 80


class People:
    """People by the names of the file; those without a name are some who want none."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[str | None, list[Person]] = {}

    def called(self, name: str | None, *, besides: Collection[int] = ()) -> Person:
        """Somebody of this name, another than those whose numbers are in `besides`: two of one
        name may have said what each can say once alone.
        """
        known = self._known.setdefault(name, [])
        for person in known:
            if person.id not in besides:
                return person
        known.append(self._make(name))
        return known[-1]

    def _make(self, name: str | None) -> Person:
        called = (name or "Somebody")[: _LONGEST_NAME - len(BROUGHT)] + BROUGHT
        credit = Credit.NAME if name else Credit.NOBODY
        person = Person(name=called, zone="UTC", credit=credit, created_at=self._now)
        db.session.add(person)
        db.session.flush()
        return person
