"""The people whom a file names, as people here: without an account, and nobody's whom we know."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from community.accounts.brought_names import name_brought
from community.accounts.handles import skeleton
from community.accounts.models import Credit, Member, Person
from community.db import db

from .cleaning import Facts
from .models import ImportedPerson, SeriesImport

_NOBODY = "Somebody"
_AGO = timedelta(days=2)  # who left within a day is still being taken out of everything


class Arrivals:
    """Members by the reference of the file; without one, somebody who is not named.

    They are kept like members who have left: a row that others' rows point to, without address
    and password, that no letter goes to and nobody can sign in as. What they are called says
    that they came with a file, so that they are not taken for a member of the same name.
    """

    def __init__(self, people: Sequence[Facts], of: SeriesImport, *, now: datetime) -> None:
        named = [(one["ref"], one["name"]) for one in people]
        rows = [_member(name, now) for _, name in (*named, (None, None))]
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all(
            ImportedPerson(person_id=row.person.id, import_id=of.id, name=name)
            for row, (_, name) in zip(rows, (*named, (None, None)), strict=True)
        )
        self._members: dict[str | None, Member] = dict(
            zip((ref for ref, _ in (*named, (None, None))), rows, strict=True)
        )
        db.session.flush()

    def of(self, ref: str | None) -> Member:
        """The member with this reference."""
        return self._members[ref]

    def numbers(self, refs: Sequence[str]) -> list[int]:
        """The numbers of the members with these references, each once."""
        return list(dict.fromkeys(self._members[ref].id for ref in refs))


def _member(name: str | None, now: datetime) -> Member:
    credit = Credit.NAME if name else Credit.NOBODY
    called = name_brought(name or _NOBODY)
    person = Person(name=called, zone="UTC", credit=credit, created_at=now)
    return member_without_account(person, now=now)


def member_without_account(person: Person, *, now: datetime) -> Member:
    """The row for somebody who wrote elsewhere what was brought in."""
    token = secrets.token_hex(8)
    handle = f"imported-{token}"
    return Member(
        person=person,
        email="",
        email_key=f"imported {token}",
        password_hash="!",  # noqa: S106 - no password has this hash
        handle=handle,
        handle_skeleton=skeleton(handle),
        joined_at=now - _AGO,
        erased_at=now - _AGO,
    )
