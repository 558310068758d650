"""What somebody has begun to write, kept until it is sent: one for each member and form."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.db import db, number_of
from community.errors import Refusal
from community.text import LONGEST_SOURCE, TextTooLong, clean

from .models import Kind, Note, NoteDraft
from .redaction_queries import redacted_since_at
from .subject_queries import Subject

# Written once: every note that is sent asks it.
_FORGOTTEN = delete(NoteDraft).where(
    NoteDraft.member_id == bindparam("of"), NoteDraft.place == bindparam("in")
)
_BESIDE = re.compile(
    r"owner|due_on|follows|disclosure-(degree|checked|purpose|material|footprint|is_required"
    r"|tools-[0-2]-(name|version|controlled_by|openness))"
)
LONGEST_BESIDE = 300
MOST = 200  # drafts of one member; those left alone the longest go


class TooOld(Refusal):
    """Words were taken out of the note since it was read: what is written over it may hold them."""


def place_in(subject: Subject, parent: Note | None) -> str:
    """The form for a note on something, or for an answer."""
    if parent is not None:
        return f"answer {parent.key}"
    return f"on {subject.about}"


def place_of_change(note: Note) -> str:
    """The form that changes a note."""
    return f"change {note.key}"


def draft_in(member: Member, place: str) -> NoteDraft | None:
    """What a member has begun to write there."""
    return db.session.get(NoteDraft, (member.id, place))


def keep_draft(
    member: Member,
    place: str,
    source: str,
    kind: Kind,
    *,
    beside: Mapping[str, str] | None = None,
    base: int | None = None,
    now: datetime,
) -> None:
    """Keep what is written there so far, over version `base`, and what was typed `beside` it, as
    `beside_of` gives it; nothing where the text is empty.

    Raises `TooOld` and `community.text.TextTooLong`.
    """
    _refuse_what_was_taken_out(place, base or 1)
    source = clean(source)
    if len(source.encode()) > LONGEST_SOURCE:
        raise TextTooLong("The text is too long: at most 50,000 bytes are kept.")
    if not source.strip():
        forget_draft(member, place)
        return
    _make_room(member)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said: dict[str, Any] = {"text_source": source, "note_kind": kind, "base": base, "at": now}
    said["beside"] = dict(beside or {})
    written = dialect.insert(NoteDraft).values(member_id=member.id, place=place, **said)
    again = written.on_conflict_do_update(index_elements=["member_id", "place"], set_=said)
    db.session.execute(again)


def beside_of(typed: Mapping[str, str]) -> dict[str, str]:
    """Of all that a form has, what is kept of it beside the text and the kind."""
    return {
        name: clean(value)[:LONGEST_BESIDE]
        for name, value in typed.items()
        if _BESIDE.fullmatch(name) and value
    }


def forget_draft(member: Member, place: str) -> None:
    """It has been sent, or thrown away."""
    db.session.execute(_FORGOTTEN, {"of": number_of(member), "in": place})


def _refuse_what_was_taken_out(place: str, base: int) -> None:
    what, _, key = place.partition(" ")
    if what == "change" and base < redacted_since_at(key):
        raise TooOld("Words were taken out of this note. Open it again, and go on from there.")


def _make_room(member: Member) -> None:
    query = select(NoteDraft).where(NoteDraft.member_id == member.id)
    for old in db.session.scalars(query.order_by(NoteDraft.at.desc()).offset(MOST - 1)):
        db.session.delete(old)
    db.session.flush()
