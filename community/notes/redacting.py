"""Taking words out of notes for ever: out of every copy there is, with nothing kept of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from community.access import Viewer
from community.accounts.models import Member
from community.accounts.queries import members_by_handles
from community.bars import without
from community.conduct import taking_out
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back
from community.db import db, locked
from community.drafts.models import Draft
from community.drafts.places import of_note_change
from community.errors import Refusal
from community.events import announce
from community.redaction import Spot, is_telling, take_out
from community.redaction_fields import LONGEST_WHY
from community.text import POLICY_VERSION, read_markdown
from community.turns import in_turn

from .events import NoteRedacted, NoteSorted, NoteWordsBack
from .models import Note, NoteMention
from .quoting import quotes
from .redaction_queries import (
    open_spots_of,
    own_spots_of,
    spots_for_now,
    spots_in_records,
    spots_of,
    spots_of_it_alone,
    tools_to_keep,
    unsaid_in,
)
from .redactions import GONE, NoteRedaction
from .repeat_queries import others_beside, others_with
from .sorting import keep_before as keep_version
from .subject_queries import subject_of
from .unsaid import take_out_beside, take_out_of
from .waiting_models import NoteHold

UNDER_THE_CODE = "It goes against the code of conduct."
_REPEATED = "It repeated what was taken out under the code of conduct."


class NotThere(Refusal):
    """The words do not stand in what they were to be taken out of."""


def redact(
    note: Note,
    words: str,
    *,
    why: str,
    whole: Collection[str] = (),
    also: Collection[str] = (),
    by: Viewer,
    now: datetime,
    bounded: bool = False,
) -> None:
    """Take the words out of a note, of what it was before, of what was begun to be made of it and
    of what the records of its calls say; altogether out of those places that `whole` names and `by`
    was offered, and out of the notes of its calls whose keys `also` has; `bounded`: not within
    longer words. It cannot be undone.

    Raises `NotThere`.
    """
    in_turn(is_alone=True)  # ahead of the row: the note may lead to a pattern that is not there
    note = locked(Note, note.id)
    spots = [*spots_of(note, held=True), *spots_in_records(note, by, held=True)]
    given = {"why": why, "by": by.member, "now": now, "bounded": bounded}
    is_done = _redact_spots(note, spots, words, whole=whole, **given)
    others = others_beside(words, note, by, keys=also) if also else []
    for other in others:
        held = locked(Note, other.id)
        _redact_spots(held, spots_of(held, held=True), words, **given)
    if not is_done and not others:
        raise NotThere("These words do not stand in this note any more.")
    notes = [note, *others]
    for number in sorted({one.thread_id for one in notes}):
        _redact_unsaid([one for one in notes if one.thread_id == number], words, bounded=bounded)


def redact_for_now(note: Note, words: str, *, by: Member, now: datetime) -> None:
    """Take the words out of a note, of what it was and of what is said of its tools, so that they
    can be put back; for ever out of what repeats them. Short words, which others write by chance,
    go there where they are quoted, and stay in what is said of tools.
    """
    in_turn(is_alone=True)  # ahead of the row: the note may lead to a pattern that is not there
    note = locked(Note, note.id)
    taking_out.keep_before(Content.NOTE, note.id, _numbered(note), words)
    spots, bounded = open_spots_of(note), not is_telling(words)
    tools = [] if bounded else tools_to_keep(note)
    if not bounded:
        taking_out.keep_before(Content.NOTE, note.id, tools, words, bounded=True)
        spots += spots_in_records(note, Viewer(by), held=True)
    is_done = take_out(tools, words, is_bounded=True)
    if not take_out(spots, words) and not is_done:
        return
    why = UNDER_THE_CODE
    _write_anew(note, words, why=why, by=by, now=now, bounded=bounded, for_now=True)
    take_out_of_answers(note, [words], why=_REPEATED, by=by, now=now, for_now=True)
    take_out_beside(subject_of(note.thread), words)
    for draft in unsaid_in(note.thread, [note], subject_of(note.thread)):
        is_change = isinstance(draft, Draft) and draft.place == of_note_change(note.key)
        if is_change or is_telling(words) or quotes(draft.text_source, words):
            take_out_of(draft, words, bounded=bounded)
    db.session.flush()


def put_back_in_note(state: ContentState, note: Note, *, now: datetime) -> Back:
    """Put back what was taken out so, where the note was not changed since."""
    in_turn(is_alone=True)  # ahead of the row: the note may lead to a pattern that is not there
    note = locked(Note, note.id)
    said, spots = note.text_source, [*_numbered(note), *tools_to_keep(note)]
    back = taking_out.put_back(state, spots, _name(note))
    if back is Back.NOW:
        _write_back(note, said)
    if back is not Back.NOWHERE:
        announce(NoteSorted(note, now))
    announce(NoteWordsBack(note, state, now))
    return back


def _write_back(note: Note, said: str) -> None:
    """Render what a note says again, which is another version than what it `said` without it."""
    told, note.text_source = note.text_source, said
    keep_version(note)
    note.text_source = told
    read = read_markdown(told)
    note.text_html = read.html(set(members_by_handles(read.handles)) if read.handles else set())
    note.text_policy = POLICY_VERSION
    _be_another_version(note)
    db.session.flush()


def take_out_of_answers(
    note: Note,
    pieces: Sequence[str],
    *,
    why: str = GONE,
    by: Member,
    now: datetime,
    for_now: bool = False,
) -> None:
    """Take what a note said out of the notes of its thread: a few words, where they are quoted.
    What can be put back `for_now` stays so.
    """
    for words in pieces:
        told = is_telling(words)
        find = spots_for_now if for_now and told else spots_of if told else spots_of_it_alone
        for other in others_with(words, note.thread_id, but=note.id):
            spots = find(locked(Note, other.id))
            if told or any(quotes(spot.text, words) for spot in spots):
                spots += spots_in_records(other, Viewer(by), held=True)
                given: dict[str, Any] = {"why": why, "by": by, "now": now}
                if _redact_spots(other, spots, words, bounded=not told, **given):
                    _redact_unsaid([other], words, bounded=not told)


def _redact_unsaid(notes: Sequence[Note], words: str, *, bounded: bool) -> None:
    """The same with what is begun about notes of one thread, waits there, or is begun beside it."""
    thread = notes[0].thread
    subject = subject_of(thread)
    for draft in unsaid_in(thread, notes, subject):
        take_out_of(draft, words, bounded=bounded)
    take_out_beside(subject, words)
    db.session.flush()


def _redact_spots(
    note: Note,
    spots: Sequence[Spot],
    words: str,
    *,
    why: str,
    by: Member,
    now: datetime,
    whole: Collection[str] = (),
    bounded: bool = False,
) -> bool:
    if not take_out(spots, words, whole=whole, is_bounded=bounded):
        return False
    _write_anew(note, words, why=why, by=by, now=now, bounded=bounded)
    return True


def _write_anew(
    note: Note,
    words: str,
    *,
    why: str,
    by: Member,
    now: datetime,
    bounded: bool,
    for_now: bool = False,
) -> None:
    """Render what is left, which is another version."""
    read = read_markdown(note.text_source)
    note.text_html = read.html(_named(note, read.handles))
    note.text_policy = POLICY_VERSION
    _be_another_version(note)  # whatever was written over an earlier one has the words still
    told = without(words, why, LONGEST_WHY)
    db.session.add(
        NoteRedaction(note_id=note.id, version=note.version, by_id=by.id, at=now, why=told)
    )
    db.session.flush()
    announce(NoteRedacted(note, words, by, now, bounded=bounded, for_now=for_now))


def _name(note: Note) -> str:
    """By what it is known what a note says now, also once it is an earlier version."""
    return f"version-{note.version}"


def _numbered(note: Note) -> list[Spot]:
    now, *before = own_spots_of(note)
    return [replace(now, name=_name(note)), *before]


def _be_another_version(note: Note) -> None:
    """What waits over the version before has the words no more: it is over this one now."""
    before = _name(note)
    note.version += 1
    taking_out.rename(Content.NOTE, note.id, before, _name(note))
    waits = NoteHold.changes_id == note.id, NoteHold.note_id.is_(None)
    over = update(NoteHold).where(*waits, NoteHold.base == note.version - 1)
    db.session.execute(over.values(base=note.version))


def _named(note: Note, handles: Collection[str]) -> set[str]:
    """Whom a note names still; whom it does not is named by it no more."""
    known = members_by_handles(handles) if handles else {}
    still = set()
    for row in db.session.scalars(select(NoteMention).where(NoteMention.note_id == note.id)):
        handle = next((one for one, number in known.items() if number == row.member_id), None)
        if handle is None:
            db.session.delete(row)
        else:
            still.add(handle)
    return still
