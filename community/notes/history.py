"""What a note has been, version by version, with what differs from the one before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.db import db
from community.differences import Stretch, words
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence

from .models import Kind, Note
from .name_queries import unnamed_on
from .queries import revisions_before

AT_ONCE = 10  # on a page: each is compared with the one before


@dataclass(frozen=True, slots=True)
class Version:
    """A note as it once was, or is: the latest stands first in lists of them."""

    number: int
    kind: Kind
    was_kind: Kind | None
    stretches: tuple[Stretch, ...]
    by: str | None
    at: datetime
    is_present: bool
    disclosed: str  # all that was said of tools


def versions_of(note: Note, before_number: int | None = None) -> list[Version]:
    """The latest versions of a note, of all or of those before one; the latest first."""
    end = before_number or note.version + 1
    older = revisions_before(note, end, AT_ONCE + 1)  # with what the first of them differs from
    rows = [
        (one.number, one.kind, one.text_source, one.by_id, one.at, one.disclosure_id)
        for one in older
    ]
    if end > note.version:
        last = note.changed_by_id or note.by_id, note.changed_at or note.made_at
        rows.append((note.version, note.kind, note.text_source, *last, note.disclosure_id))
    query = select(Member.id, Person.credited_as).join(Person, Person.id == Member.person_id)
    names = dict(db.session.execute(query.where(Member.id.in_({row[3] for row in rows}))).all())
    off = unnamed_on(note.thread)
    said = saids_of({row[5] for row in rows})
    found, before = [], None
    for number, kind, source, by_id, at, disclosure_id in rows:
        found.append(
            Version(
                number,
                kind,
                before[0] if before and before[0] is not kind else None,
                words(before[1] if before else source, source),
                None if by_id in off else names.get(by_id),
                at,
                is_present=number == note.version,
                disclosed=whole_sentence(said[disclosure_id]),
            )
        )
        before = kind, source
    return found[-AT_ONCE:][::-1]
