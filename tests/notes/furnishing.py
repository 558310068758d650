"""A thread with something of everything, for a place that is looked at."""

from datetime import datetime, timedelta

from community.accounts.models import Member
from community.calls.models import Call, Series
from community.calls.queries import sittings_of_series
from community.db import db
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.notes import editing, muting, removing
from community.notes.carried import CarriedAction
from community.notes.models import Kind
from tests.notes.saying import say


def furnish_notes(call: Call, people: dict[str, Member], *, now: datetime) -> dict[str, str]:
    """A thread with a note of each kind, one that was changed and one that was taken out."""
    mia, ola = people["member"], people["facilitator"]
    tool = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)
    first = say(call, ola, "We begin with a **round** of names.", now=now)
    answer = say(call, mia, f"@{ola.handle} good, see [[a-round-of-names]].", parent=first, now=now)
    say(call, ola, "Thank you.", parent=answer, said=tool, now=now)
    say(call, mia, "Who takes notes?", kind=Kind.QUESTION, now=now)
    say(call, ola, "We meet every other week.", kind=Kind.DECISION, now=now)
    action = say(
        call, ola, "Book the room.", kind=Kind.ACTION, owner=mia, due_on=now.date(), now=now
    )
    gone = say(call, mia, "Not for here.", now=now)
    removing.remove(gone, by=mia, now=now)
    editing.change(
        first, "We begin with a **round** of first names.", base=1, said=None, by=ola, now=now
    )
    return {
        "thread": first.thread.key,
        "note": first.key,
        "action": action.key,
        "quiet": muting.token_for(first.thread_id, mia.person_id),
    }


def leave_open(series: Series, call: Call, people: dict[str, Member], *, now: datetime) -> None:
    """An action of a series' first call that is still to be done when `call` begins."""
    before = sittings_of_series(series, now - timedelta(days=14))[0].call
    ola, mia = people["facilitator"], people["member"]
    text = "Ask the library for the room on the ground floor."
    note = say(before, ola, text, kind=Kind.ACTION, owner=mia, due_on=now.date(), now=now)
    db.session.add(
        CarriedAction(note_id=note.id, from_call_id=before.id, to_call_id=call.id, at=now)
    )
    db.session.flush()
