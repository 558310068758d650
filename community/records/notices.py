"""Letters about records: open for correction, what is to be corrected, published, and a nudge where
one is missing.
"""

from datetime import datetime, timedelta

from community.accounts.guests import member_of
from community.accounts.models import Member
from community.attendance.policies import may_person_see
from community.calls.models import Call
from community.calls.queries import facilitators_of, sittings_of
from community.calls.when import when_of
from community.db import db
from community.notes.open_queries import open_at
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe_all, told_already

from .audience import people_to_ask, people_to_tell
from .events import CorrectionAsked, RecordOpened, RecordPublished
from .nudging import NUDGE, is_missing
from .participant_queries import took_part
from .queries import corrections_of, standing_of

ASKED = "corrections_asked"
GATHERING = timedelta(minutes=10)  # time to take a step back before anybody hears of it


def record_opened(event: RecordOpened) -> None:
    """Ask whoever took part to look; once for each call, however often it is opened."""
    _owe("record_opened", people_to_ask(event.call), event.call, event.by, event.at)


def record_published(event: RecordPublished) -> None:
    """Tell whoever went or might have, and whoever took part; once for each call."""
    _owe("record_published", people_to_tell(event.call), event.call, event.by, event.at)


def correction_asked(event: CorrectionAsked) -> None:
    """Tell the facilitators, once for what is asked for within a few minutes."""
    asked = event.correction
    people = [one.person_id for one in facilitators_of(asked.call)]
    _owe(ASKED, people, asked.call, asked.by, event.at)


def _owe(kind: str, people: object, call: Call, by: Member | None, at: datetime) -> None:
    told = [one for one in people if by is None or one != by.person_id]  # type: ignore[attr-defined]
    facts = {"call": call.id}
    about = f"record of call {call.id}"
    owe_all(kind, told, about=about, facts=facts, due_at=at + GATHERING, gathers=True, now=at)


def _write_opened(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where it is not open any more, was told already, or the reader took no part."""
    call = _call(letter)
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if call is None or member is None or told_already(letter):
        return None
    period = standing_of(call.id).period
    if period is None or not standing_of(call.id).is_open(now) or not took_part(member, call):
        return None
    return Draft(_values(call, recipient) | {"until": period.until, "publishes": period.publishes})


def _write_published(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where it was taken back, was told already, or the reader may not see the call."""
    call = _call(letter)
    if call is None or letter.person_id is None or told_already(letter):
        return None
    sittings = sittings_of(call)
    is_seen = any(may_person_see(letter.person_id, sitting) for sitting in sittings)
    if not is_seen or not standing_of(call.id).is_published:
        return None
    return Draft(_values(call, recipient) | {"open_until": open_at(sittings, now)})


def _write_nudge(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where somebody has seen to it, or the reader facilitates no longer."""
    call = _call(letter)
    if call is None or not is_missing(call, now):
        return None
    if not _facilitates(letter, call):
        return None
    told = {"days": letter.facts["days"], "corrected": letter.facts.get("corrected", False)}
    return Draft(_values(call, recipient) | told)


def _write_asked(letter: Letter, recipient: Recipient, _now: datetime) -> Draft | None:
    """Nothing where each has an answer or is taken back, or the reader facilitates no longer. What
    is asked for stands on the page alone.
    """
    call, told = _call(letter), told_already(letter)
    if call is None or not _facilitates(letter, call):
        return None
    waiting = [
        one
        for one in corrections_of(call.id)
        if one.waits and one.at >= letter.owed_at and one.by.person_id != letter.person_id
    ]
    number = sum(not is_within(one.at, told) for one in waiting)
    if not number:
        return None
    answering = absolute("records.list_corrections", slug=call.slug)
    return Draft(_values(call, recipient) | {"number": number, "answering": answering})


def _facilitates(letter: Letter, call: Call) -> bool:
    return any(one.person_id == letter.person_id for one in facilitators_of(call))


def _call(letter: Letter) -> Call | None:
    call = db.session.get(Call, letter.facts["call"])
    return None if call is None or call.is_removed else call


def _values(call: Call, recipient: Recipient) -> dict[str, object]:
    sittings = [sitting for sitting in sittings_of(call) if not sitting.is_cancelled]
    return {
        "title": call.title,
        "when": when_of((sittings or sittings_of(call))[0], recipient.zone),
        "page": absolute("records.show_record", slug=call.slug),
        "steps": absolute("records.show_steps", slug=call.slug),
    }


KINDS = (
    Kind("record_opened", Group.RECORDS, _write_opened),
    Kind("record_published", Group.RECORDS, _write_published),
    Kind(ASKED, Group.RECORD_NUDGES, _write_asked),
    Kind(NUDGE, Group.RECORD_NUDGES, _write_nudge),
)
