"""How many were at calls and who of them is named, and what became of corrections, in numbers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from community.accounts.models import Member, Person
from community.calls.models import Call
from community.db import db
from community.facilitation.models import Opening, Presence

from .brought import RecordAttendee, RecordTally
from .content import Attendance, Outcomes
from .corrections import Correction, CorrectionReply, Outcome


@dataclass(slots=True)
class Numbers:
    """Of one call: those who are named, by the number of the member in the order in which they
    came; how many are not; how many corrections were made, and how many were not.
    """

    named: dict[int, str | None] = field(default_factory=dict)
    unnamed: int = 0
    corrected: int = 0
    left_as_is: int = 0

    @property
    def attendance(self) -> Attendance:
        """Who was there, for a record. Who wants no credit is counted."""
        names = tuple(name for name in self.named.values() if name)
        return Attendance(len(self.named) + self.unnamed, names)

    @property
    def outcomes(self) -> Outcomes:
        """What became of corrections, for a record."""
        return Outcomes(self.corrected, self.left_as_is)


def numbers_of(call: Call) -> Numbers:
    """Those of one call. Three queries."""
    return numbers_by_call([call.id])[call.id]


def numbers_by_call(call_ids: Collection[int]) -> dict[int, Numbers]:
    """Those of several calls, held here or in another place. Three queries."""
    found = {call_id: Numbers() for call_id in call_ids}
    _add_presence(found)
    _add_outcomes(found)
    _add_what_was_brought(found)
    return found


def _add_presence(found: dict[int, Numbers]) -> None:
    """Each member once, at whatever time the call was held. Named is who showed their name each
    time.
    """
    query = (
        select(Opening.call_id, Presence.member_id, Presence.shows_name, Person.credited_as)
        .join(Opening, Opening.id == Presence.opening_id)
        .join(Member, Member.id == Presence.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Opening.call_id.in_(found))
        .order_by(Presence.at, Presence.member_id)
    )
    known: dict[tuple[int, int], tuple[bool, str | None]] = {}
    for call_id, member_id, shows, name in db.session.execute(query):
        before, _ = known.get((call_id, member_id), (True, name))
        known[call_id, member_id] = before and shows, name
    for (call_id, member_id), (shows, name) in known.items():
        if shows:
            found[call_id].named[member_id] = name
        else:
            found[call_id].unnamed += 1


def _add_outcomes(found: dict[int, Numbers]) -> None:
    query: Any = (
        select(Correction.call_id, CorrectionReply.outcome, func.count())
        .join(CorrectionReply, CorrectionReply.correction_id == Correction.id)
        .where(
            Correction.call_id.in_(found),
            Correction.withdrawn_at.is_(None),
            CorrectionReply.withdrawn_at.is_(None),
        )
        .group_by(Correction.call_id, CorrectionReply.outcome)
    )
    for call_id, outcome, number in db.session.execute(query):
        if outcome is Outcome.DONE:
            found[call_id].corrected += number
        else:
            found[call_id].left_as_is += number


def _add_what_was_brought(found: dict[int, Numbers]) -> None:
    query = (
        select(RecordTally, RecordAttendee.member_id, Person.credited_as)
        .outerjoin(RecordAttendee, RecordAttendee.call_id == RecordTally.call_id)
        .outerjoin(Member, Member.id == RecordAttendee.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(RecordTally.call_id.in_(found))
        .order_by(RecordTally.call_id, RecordAttendee.place)
    )
    seen: set[int] = set()
    for tally, member_id, name in db.session.execute(query):
        numbers = found[tally.call_id]
        if tally.call_id not in seen:
            seen.add(tally.call_id)
            numbers.unnamed += tally.unnamed
            numbers.corrected += tally.corrected
            numbers.left_as_is += tally.left_as_is
        if member_id is not None:
            numbers.named[member_id] = name
