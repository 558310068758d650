"""The people of a library that is brought in: by the names of its file, and nobody who is here."""

from collections.abc import Collection
from datetime import datetime

from community.accounts.brought_names import name_brought
from community.accounts.models import Credit, Member, Person
from community.db import db

from .arrivals import member_without_account


class People:
    """People by the names of the file; those without a name are some who want none."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[str | None, list[Person]] = {}
        self._members: dict[int, Member] = {}

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

    def member_called(self, name: str | None) -> Member:
        """The same as a member, which notes are by: like one who has left, whom no letter reaches
        and nobody can sign in as.
        """
        person = self.called(name)
        if person.id not in self._members:
            self._members[person.id] = member_without_account(person, now=self._now)
            db.session.add(self._members[person.id])
            db.session.flush()
        return self._members[person.id]

    def _make(self, name: str | None) -> Person:
        called = name_brought(name or "Somebody")
        credit = Credit.NAME if name else Credit.NOBODY
        person = Person(name=called, zone="UTC", credit=credit, created_at=self._now)
        db.session.add(person)
        db.session.flush()
        return person
