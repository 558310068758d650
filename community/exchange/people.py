"""Who is named in the files of a series: each once, under a reference, as they are credited."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from community.accounts.holdings import FORMER
from community.accounts.models import Member, Person
from community.db import db

from .models import ImportedPerson

_MOST_AT_ONCE = 5000  # ids in one statement


class People:
    """References in the order in which people are first named. Who wants no credit has none: what
    several of them wrote is not told apart. Nor are former members.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, str | None]] = {}
        self._refs: dict[Any, str] = {}
        self._listed: list[dict[str, str]] = []

    def learn(self, member_ids: Collection[int | None]) -> None:
        """Read how these members are credited. One query for those not known yet."""
        fresh = sorted({number for number in member_ids if number is not None} - set(self._known))
        for first in range(0, len(fresh), _MOST_AT_ONCE):
            query = (
                select(Member, Person.credited_as, ImportedPerson)
                .join(Person, Person.id == Member.person_id)
                .outerjoin(ImportedPerson, ImportedPerson.person_id == Person.id)
                .where(Member.id.in_(fresh[first : first + _MOST_AT_ONCE]))
            )
            for member, credited, imported in db.session.execute(query):
                self._known[member.id] = _who(member, credited, imported)

    def name(self, member_id: int | None) -> str | None:
        """How a member is credited; None where they are not."""
        return self._known[member_id][1] if member_id is not None else None

    def ref(self, member_id: int | None) -> str | None:
        """What stands for a member in the files; None where they are not credited."""
        name = self.name(member_id)
        if member_id is None or name is None:
            return None
        key = self._known[member_id][0]
        if key not in self._refs:
            self._refs[key] = f"p{len(self._refs) + 1}"
            self._listed.append({"ref": self._refs[key], "name": name})
        return self._refs[key]

    def refs(self, member_ids: Collection[int]) -> list[str]:
        """What stands for several members, without those who are not credited."""
        return [ref for number in member_ids if (ref := self.ref(number)) is not None]

    def names(self, member_ids: Collection[int]) -> tuple[str, ...]:
        """How several members are credited, without those who are not."""
        return tuple(name for number in member_ids if (name := self.name(number)) is not None)

    def listed(self) -> list[dict[str, str]]:
        """Everybody who was named so far, by reference."""
        return list(self._listed)


def _who(
    member: Member, credited: str | None, imported: ImportedPerson | None
) -> tuple[Any, str | None]:
    if imported is not None:
        name = imported.name
        return (FORMER if name == FORMER else member.id), name
    return (FORMER, FORMER) if member.erased_at is not None else (member.id, credited)
