"""Shorthands for threads and notes in tests."""

from datetime import date, datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.notes import writing
from community.notes.models import Kind, Note
from community.notes.writing import NoteText
from tests.factories import START

NO_TOOL = Said(Degree.NONE)


def with_tool(words: str) -> Said:
    """What was said of tools, with the words wherever it has any."""
    return Said(
        Degree.SOME,
        purpose=f"To tell {words}",
        tools=(Tool(f"{words} Chat", words, words),),
        checked=Checked.EVERY_CLAIM,
        material=words,
        footprint=words,
    )


def say(
    call: Call,
    by: Member,
    text: str = "Good evening.",
    *,
    parent: Note | None = None,
    kind: Kind = Kind.NOTE,
    said: Said = NO_TOOL,
    owner: Member | None = None,
    due_on: date | None = None,
    now: datetime = START,
) -> Note:
    """A note on a call, or an answer."""
    thread = writing.thread_for(call, now=now)
    given = NoteText(text, said, kind, owner.id if owner else None, due_on)
    return writing.write(thread, given, parent=parent, by=by, now=now)
