"""The facilitators' list of answers, for its page and for a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.times import Sitting
from community.db import db

from .models import Answer, Offer, Rsvp
from .queries import answers_to

COLUMNS = ("name", "guest", "answer", "since", "note", "access needs")
_WORDS = {
    Answer.GOING: "going",
    Answer.MAYBE: "maybe",
    Answer.CANNOT: "can’t come",
    Answer.WAITING: "waiting",
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One person's answer as the facilitators see it. `since` and `kept_until` are aware UTC."""

    name: str
    answer: Answer
    since: datetime
    note: str
    access_needs: str
    place_in_line: int | None
    kept_until: datetime | None
    is_guest: bool = False

    @property
    def words(self) -> str:
        """The answer in words, with the place in line."""
        if self.kept_until:
            return "waiting, a place is kept"
        place = f", number {self.place_in_line} in line" if self.place_in_line else ""
        return _WORDS[self.answer] + place


def answer_lines(sitting: Sitting, now: datetime) -> list[AnswerLine]:
    """Going first, then the line in its order, maybe, can't. Three queries."""
    kept = (
        select(Offer.rsvp_id, Offer.expires_at)
        .join(Offer.rsvp)
        .where(Rsvp.sitting_id == sitting.id, Offer.closed_at.is_(None), Offer.expires_at > now)
    )
    until: dict[int, datetime] = dict(db.session.execute(kept).all())
    answers = answers_to(sitting)
    members = select(Member.person_id).where(
        Member.person_id.in_([rsvp.person_id for rsvp in answers])
    )
    with_account = set(db.session.scalars(members))
    waiting = [rsvp.id for rsvp in answers if rsvp.answer is Answer.WAITING]
    return [
        AnswerLine(
            name=rsvp.person.name,
            answer=rsvp.answer,
            since=rsvp.waiting_since or rsvp.answered_at,
            note=rsvp.note,
            # what somebody needs is of use only if they may come
            access_needs="" if rsvp.answer is Answer.CANNOT else rsvp.access_needs,
            place_in_line=waiting.index(rsvp.id) + 1 if rsvp.id in waiting else None,
            kept_until=until.get(rsvp.id),
            is_guest=rsvp.person_id not in with_account,
        )
        for rsvp in answers
    ]


def rows_of(lines: Sequence[AnswerLine], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """The cells of `COLUMNS`; times in the call's own zone, with their offset (ISO 8601)."""
    for line in lines:
        since = line.since.astimezone(zone).isoformat(timespec="minutes")
        guest = "guest" if line.is_guest else ""
        yield line.name, guest, line.words, since, line.note, line.access_needs
