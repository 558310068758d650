"""Notes that somebody has begun to write: the forms they stand in, and what is kept of these."""

import re
from collections.abc import Mapping
from datetime import datetime

from community.accounts.models import Member
from community.drafts import keeping, places
from community.drafts.keeping import forget_draft
from community.drafts.tabs import ALONE, Tab
from community.errors import Refusal
from community.text import clean

from .models import Kind, Note
from .redaction_queries import redacted_since_at
from .subject_queries import Subject

_BESIDE = re.compile(
    r"owner|due_on|follows|disclosure-(degree|checked|purpose|material|footprint|is_required"
    r"|tools-[0-2]-(name|version|controlled_by|openness))"
)
LONGEST_BESIDE = 300


class TooOld(Refusal):
    """Words were taken out of the note since it was read: what is written over it may hold them."""


def place_in(subject: Subject, parent: Note | None) -> str:
    """The form for a note on something, or for an answer."""
    if parent is not None:
        return places.of_answer(parent.key)
    return places.of_note(subject.about)


def place_of_change(note: Note) -> str:
    """The form that changes a note."""
    return places.of_note_change(note.key)


def keep_draft(
    member: Member,
    place: str,
    source: str,
    kind: Kind,
    *,
    beside: Mapping[str, str] | None = None,
    base: int | None = None,
    tab: Tab = ALONE,
    now: datetime,
) -> None:
    """Keep what is written there so far, over version `base`, and what was typed `beside` it, as
    `beside_of` gives it; nothing where the text is empty.

    Raises `TooOld` and `community.text.TextTooLong`.
    """
    _refuse_what_was_taken_out(place, base or 1)
    if not clean(source).strip():
        forget_draft(member, place, tab)
        return
    typed = {"kind": kind.value, **(beside or {})}
    keeping.keep_draft(member, place, source, beside=typed, base=base, tab=tab, now=now)


def beside_of(typed: Mapping[str, str]) -> dict[str, str]:
    """Of all that a form has, what is kept of it beside the text and the kind."""
    return {
        name: clean(value)[:LONGEST_BESIDE]
        for name, value in typed.items()
        if _BESIDE.fullmatch(name) and value
    }


def _refuse_what_was_taken_out(place: str, base: int) -> None:
    what, _, key = place.partition(" ")
    if what == "change" and base < redacted_since_at(key):
        raise TooOld("Words were taken out of this note. Open it again, and go on from there.")
