"""What was found of people whom whoever looks mutes or blocks: folded in lists, left out of the
palette.
"""

from collections.abc import Sequence

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.agendas.folding import folded_among
from community.db import db
from community.distance.queries import Folded
from community.notes.models import Note
from community.notes.name_queries import unnamed_in

from .models import Kind
from .queries import Found


def folded_of(found: Sequence[Found], folded: Folded) -> frozenset[int]:
    """The ids of the documents that are folded; three queries where somebody is kept off."""
    numbers = {
        kind: [one.number for one in found if one.kind is kind] for kind in (Kind.NOTE, Kind.ITEM)
    }
    known = {
        Kind.NOTE: _folded_notes(numbers[Kind.NOTE], folded),
        Kind.ITEM: folded_among(numbers[Kind.ITEM], folded),
    }
    return frozenset(one.id for one in found if one.number in known.get(one.kind, ()))


def without_folded(found: Sequence[Found], folded: Folded) -> list[Found]:
    """What is left of it where such things are not shown at all."""
    gone = folded_of(found, folded)
    return [one for one in found if one.id not in gone]


def _folded_notes(numbers: Sequence[int], folded: Folded) -> frozenset[int]:
    if not folded or not numbers:
        return frozenset()
    query = (
        select(Note.id, Note.thread_id, Note.by_id, Person.credited_as.label("by"))
        .join(Member, Member.id == Note.by_id)
        .join(Person, Person.id == Member.person_id)
        .where(Note.id.in_(numbers))
    )
    rows = db.session.execute(query).all()
    off = unnamed_in({row.thread_id for row in rows})
    return frozenset(
        row.id
        for row in rows
        if folded.holds(
            row.by_id, is_named=row.by is not None and (row.thread_id, row.by_id) not in off
        )
    )
