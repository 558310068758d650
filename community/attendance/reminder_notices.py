"""The letters that remind: with the join link for who is going, and for nobody else."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.calls.links import links_for, may_come
from community.calls.manners import manners
from community.calls.times import Sitting
from community.calls.when import when_of
from community.clock import zone
from community.db import db
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Letter

from .audience import is_told
from .guest_answers import answer_address
from .models import Answer, Rsvp
from .policies import may_person_see
from .reminders import DAY, HOUR, Reminder


def _write_day(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    return _write(DAY, letter, recipient, now)


def _write_hour(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    return _write(HOUR, letter, recipient, now)


def _write(reminder: Reminder, letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where it is off or at another time, where too little is left, to who left, and to who
    may not come.
    """
    rsvp = _rsvp(letter)
    if rsvp is None:
        return None
    sitting = rsvp.sitting
    is_another = sitting.starts_at.isoformat() != letter.facts["starts_at"]
    if is_another or sitting.is_cancelled or sitting.call.is_removed:
        return None
    if sitting.starts_at - now <= reminder.least or not may_person_see(rsvp.person_id, sitting):
        return None
    if not may_come(rsvp.person_id, sitting, now):
        return None
    going, call = rsvp.answer is Answer.GOING, sitting.call
    links = links_for(rsvp.person_id, [sitting], {sitting.id}, now=now) if going else {}
    return Draft(
        {
            "title": sitting.call.title,
            "when": when_of(sitting, recipient.zone),
            "days_ahead": _days_ahead(sitting, recipient, now),
            "is_going": going,
            "manners": manners(call),
            "join_link": links.get(sitting.id),
            "page": answer_address(rsvp.person_id, sitting),
        }
    )


def _rsvp(letter: Letter) -> Rsvp | None:
    """The answer, as long as the person comes or may come."""
    query = (
        select(Rsvp)
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(
            Rsvp.sitting_id == letter.facts["sitting"],
            Rsvp.person_id == letter.person_id,
            is_told(Answer.GOING, Answer.MAYBE),
        )
    )
    return db.session.scalar(query)


def _days_ahead(sitting: Sitting, recipient: Recipient, now: datetime) -> int:
    """0 where it is today for the reader, 1 where it is tomorrow."""
    theirs = zone(recipient.zone)
    apart = sitting.starts_at.astimezone(theirs).date() - now.astimezone(theirs).date()
    return apart // timedelta(days=1)


KINDS = (
    Kind(DAY.kind, DAY.group, _write_day),
    Kind(HOUR.kind, HOUR.group, _write_hour),
)
