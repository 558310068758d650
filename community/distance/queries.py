"""Reads about who keeps whom at a distance: for the one who does, and inside other queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from community.access import Viewer
from community.accounts.models import Member
from community.db import db

from .models import Distance, Keeping

_FOLDED = "folded"


class Written(Protocol):
    """Something somebody wrote: the number of the member, and the name it is credited to."""

    @property
    def by_id(self) -> int:
        """The number of whoever wrote it."""

    @property
    def by(self) -> str | None:
        """Their name; None where it names nobody."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The numbers of the members whose words are folded for a reader: where the words name whoever
    wrote them, and where they name nobody.
    """

    named: frozenset[int] = frozenset()
    unnamed: frozenset[int] = frozenset()

    def holds(self, author_id: int, *, is_named: bool) -> bool:
        """Whether what this author wrote is folded."""
        return author_id in (self.named if is_named else self.unnamed)

    def folds(self, line: "Written") -> bool:
        """Whether a line that says who wrote it, and by what name, is folded."""
        return self.holds(line.by_id, is_named=line.by is not None)

    def __bool__(self) -> bool:
        return bool(self.named or self.unnamed)


def distances_of(member: Member) -> Sequence[Distance]:
    """Everybody a member keeps at a distance, the latest first."""
    query = select(Distance).where(Distance.by_id == member.id)
    return db.session.scalars(query.order_by(Distance.at.desc(), Distance.id.desc())).all()


def own_distance(member: Member, number: int) -> Distance | None:
    """The one with this number, if it is the member's."""
    query = select(Distance).where(Distance.id == number, Distance.by_id == member.id)
    return db.session.scalar(query)


def distance_between(by: Member, other_id: int, *, is_named: bool) -> Distance | None:
    """How far a member keeps another, met by name or in words that name nobody."""
    query = select(Distance).where(Distance.by_id == by.id, Distance.other_id == other_id)
    return db.session.scalar(query.where(Distance.is_named == is_named))


def folded_for(member_id: int | None) -> Folded:
    """Whose words are folded for a reader. One query; for visitors none."""
    if member_id is None:
        return Folded()
    query = select(Distance.other_id, Distance.is_named).where(Distance.by_id == member_id)
    rows = db.session.execute(query).all()
    return Folded(
        frozenset(other for other, is_named in rows if is_named),
        frozenset(other for other, is_named in rows if not is_named),
    )


def folded_by(who: Viewer) -> Folded:
    """The same for whoever looks; asked once, however many parts of a page ask."""
    if who.member is None:
        return Folded()
    if _FOLDED not in who.known:
        who.known[_FOLDED] = folded_for(who.member.id)
    found: Folded = who.known[_FOLDED]
    return found


def folded_people(who: Viewer) -> Folded:
    """The same by their numbers as people. One query more, where they keep anybody off."""
    folded = folded_by(who)
    if not folded:
        return folded
    query = select(Member.id, Member.person_id).where(Member.id.in_(folded.named | folded.unnamed))
    people = {row.id: row.person_id for row in db.session.execute(query)}
    named, unnamed = (
        frozenset(people[number] for number in some if number in people)
        for some in (folded.named, folded.unnamed)
    )
    return Folded(named, unnamed)


def is_kept_off(reader_id: Any, author_id: Any) -> ColumnElement[bool]:
    """For a query: whether a member mutes or blocks another; both as numbers or columns."""
    return exists().where(Distance.by_id == reader_id, Distance.other_id == author_id)


def is_blocked(reader_id: Any, author_id: Any) -> ColumnElement[bool]:
    """The same, of those alone who are blocked."""
    return exists().where(
        Distance.by_id == reader_id,
        Distance.other_id == author_id,
        Distance.kind == Keeping.BLOCK,
    )


def blocks(reader_id: int, author_id: int) -> bool:
    """Whether a member blocks another. One query."""
    return bool(db.session.scalar(select(is_blocked(reader_id, author_id))))


def keeps_off(reader_id: int, author_id: int) -> bool:
    """Whether a member mutes or blocks another. One query."""
    return bool(db.session.scalar(select(is_kept_off(reader_id, author_id))))


def is_person_kept_off(reader_id: Any, author_id: Any) -> ColumnElement[bool]:
    """Whether one mutes or blocks another, by their numbers as people."""
    return _of_people(reader_id, author_id)


def is_person_blocked(reader_id: Any, author_id: Any) -> ColumnElement[bool]:
    """Whether one blocks another, by their numbers as people."""
    return _of_people(reader_id, author_id, Distance.kind == Keeping.BLOCK)


def person_keeps_off(reader_id: int, author_id: int) -> bool:
    """Whether a person mutes or blocks another. One query."""
    return bool(db.session.scalar(select(is_person_kept_off(reader_id, author_id))))


def who_keeps_off(author_id: int, member_ids: Collection[int]) -> frozenset[int]:
    """Those of the members who mute or block this one. One query where there are any."""
    if not member_ids:
        return frozenset()
    query = select(Distance.by_id).where(
        Distance.other_id == author_id, Distance.by_id.in_(member_ids)
    )
    return frozenset(db.session.scalars(query))


def _of_people(
    reader_id: Any, author_id: Any, *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    reader, author = aliased(Member), aliased(Member)
    return exists().where(
        Distance.by_id == reader.id,
        Distance.other_id == author.id,
        reader.person_id == reader_id,
        author.person_id == author_id,
        *conditions,
    )
