"""Shorthands for records in tests."""

from datetime import UTC, datetime, timedelta

from community.accounts.models import Member
from community.agendas.queries import items_of
from community.calls.models import Call
from community.db import db
from community.facilitation import being_here, steering
from community.facilitation.queries import opening_of
from community.facilitation.steering import Step
from community.notes.models import Kind, Note
from community.notes.writing import NoteText, thread_for_item, write
from community.records import publishing
from community.records.queries import standing_of
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.facilitation.build import EVENING, step
from tests.notes.saying import NO_TOOL, say

OVER = EVENING + timedelta(hours=2)  # when the evening is behind everybody
DAY = timedelta(days=1)
LATER = datetime(2026, 4, 20, 12, tzinfo=UTC)


def held(ola: Member, mia: Member, **words: object) -> Call:
    """A call of Ola's that was held: one item spoken about, one off the record, one not reached;
    Mia was there and is named. A decision, an action, a note.
    """
    call = make_evening(ola, **words)
    on_agenda(call, ola, "First canary", body="Words of the first")
    on_agenda(call, ola, "Hidden canary", body="Hidden words", is_off_record=True)
    on_agenda(call, ola, "Last canary")
    publish_agenda(call, ola)
    steering.start(call, by=ola, now=EVENING)
    being_here.come(call, shows_name=True, by=mia, now=EVENING)
    on_item(call, "First canary", mia, "We said this", now=EVENING)
    on_item(call, "Hidden canary", ola, "Secret words", now=EVENING)
    say(call, mia, "We decided that", kind=Kind.DECISION, now=EVENING)
    say(call, mia, "Mia does this", kind=Kind.ACTION, owner=mia, now=EVENING)
    step(call, ola, Step.NEXT, now=EVENING + timedelta(minutes=12))
    opening = opening_of(call)
    assert opening is not None
    steering.end(call, seen=opening.id, by=ola, now=EVENING + timedelta(minutes=55))
    return call


def on_item(call: Call, title: str, by: Member, text: str, *, now: datetime) -> Note:
    """A note on an item of a call."""
    item = next(item for item in items_of(call.id) if item.title == title)
    return write(thread_for_item(item.id, now=now), NoteText(text, NO_TOOL), by=by, now=now)


def publish(call: Call, by: Member, *, now: datetime = OVER) -> None:
    """Publish the record, or publish it again."""
    standing = standing_of(call.id).publication
    publishing.publish(call, seen=standing.id if standing else 0, by=by, now=now)


def opened(call: Call, by: Member, *, days: int = 7, publishes: bool = True) -> None:
    """Open the record for correction, at `OVER`."""
    publishing.open_for_correction(call, days=days, publishes=publishes, by=by, now=OVER)


def again(call: Call) -> Call:
    """The call, read again in the open transaction."""
    return db.session.get_one(Call, call.id)


def record(call: Call, rest: str = "") -> str:
    """The address of its record, or of what belongs to it."""
    return f"/calls/{call.slug}/record{rest}"
