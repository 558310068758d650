"""Published records as values for files: their own words, links, and by whom they are published.

Everything else of a record is that of the call. What is not published yet is none of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said
from community.records.attendance_queries import Numbers, numbers_by_call
from community.records.facilitator_queries import facilitators_kept
from community.records.models import Absence, Link, Publication, Record

from .gathering_calls import Facts, moment
from .people import People


@dataclass(frozen=True, slots=True)
class RecordRows:
    """What stands of records, by call."""

    published: Mapping[int, Publication]
    words: Mapping[int, Record]
    links: Mapping[int, list[Link]]
    absent: Mapping[int, Absence]
    saids: Mapping[int, Said]
    numbers: Mapping[int, Numbers]
    facilitators: Mapping[int, Sequence[int]]

    def people(self) -> set[int]:
        """The members who are named in them."""
        found = {row.by_id for row in self.published.values() if row.by_id is not None}
        found |= {number for one in self.numbers.values() for number in one.named}
        found |= {number for some in self.facilitators.values() for number in some}
        return found | {row.by_id for row in self.absent.values()}


def read_records(call_ids: Collection[int]) -> RecordRows:
    """The published records of calls, and of which it is said that there is none. Ten queries."""
    standing = select(Publication).where(
        Publication.call_id.in_(call_ids), Publication.withdrawn_at.is_(None)
    )
    published = {row.call_id: row for row in db.session.scalars(standing)}
    own = select(Record).where(Record.call_id.in_(published))
    words = {row.call_id: row for row in db.session.scalars(own)}
    links: dict[int, list[Link]] = defaultdict(list)
    there = select(Link).where(Link.call_id.in_(published), Link.removed_at.is_(None))
    for link in db.session.scalars(there.order_by(Link.id)):
        links[link.call_id].append(link)
    none = select(Absence).where(Absence.call_id.in_(call_ids), Absence.withdrawn_at.is_(None))
    told = {row.disclosure_id for row in words.values() if row.disclosure_id is not None}
    return RecordRows(
        published,
        words,
        links,
        {row.call_id: row for row in db.session.scalars(none)},
        saids_of(told) if told else {},
        numbers_by_call(published),
        facilitators_kept(published),
    )


def record_facts(rows: RecordRows, call_id: int, people: People) -> Facts | None:
    """The record of a call, if it is published."""
    published, words = rows.published.get(call_id), rows.words.get(call_id)
    if published is None:
        return None
    numbers = rows.numbers[call_id]
    named = list(dict.fromkeys(people.refs(numbers.named)))
    said = rows.saids.get(words.disclosure_id or 0) if words else None
    return {
        "published": moment(published.at),
        "by": people.ref(published.by_id),
        "facilitators": list(dict.fromkeys(people.refs(rows.facilitators.get(call_id, ())))),
        "summary": words.summary_source if words else "",
        "disclosure": said_facts(said),
        "links": [
            {"kind": link.kind.value, "title": link.title, "url": link.url, "at": moment(link.at)}
            for link in rows.links.get(call_id, ())
            if link.url
        ],
        "attendance": {"count": numbers.attendance.count, "named": named},
        "corrections": {"made": numbers.corrected, "left": numbers.left_as_is},
    }


def absence_facts(rows: RecordRows, call_id: int, people: People) -> Facts | None:
    """That there is no record of a call, if somebody said so."""
    row = rows.absent.get(call_id)
    if row is None:
        return None
    return {"at": moment(row.at), "by": people.ref(row.by_id), "why": row.why}
