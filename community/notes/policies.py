"""Who may read, write, change and take out notes."""

from enum import StrEnum
from typing import Any

from community import clock
from community.access import Rule, Viewer, all_of, any_of, everyone, may_see, role, signed_in
from community.accounts.models import Role
from community.calls.policies import is_facilitator_of
from community.conduct.content import Effect
from community.conduct.state_models import Content
from community.conduct.state_queries import standing_state
from community.limits import SeriesOf

from .carried import CarriedAction
from .models import Note, Thread
from .outcome_queries import outcome_of
from .outcomes import RAISING, NoteOutcome, Outcome
from .role_queries import OTHERS_NOTE, has_notes_role
from .subject_queries import (
    CALL,
    ITEM,
    Subject,
    is_among_them,
    may_see_subject,
    may_see_thread,
    subject_of,
)
from .tasks import Action
from .waiting_models import NoteHold


class Permission(StrEnum):
    """What can be done with notes."""

    READ_NOTES = "read notes"
    WRITE_NOTE = "write note"
    EDIT_NOTE = "edit note"
    SORT_NOTE = "sort note"
    REMOVE_NOTE = "remove note"
    PUT_NOTE_BACK = "put note back"
    REDACT_NOTE = "redact note"
    FINISH_ACTION = "finish action"
    LEAVE_ACTION_OUT = "leave action out"
    SEE_MY_ACTIONS = "see my actions"
    MUTE_THREAD = "mute thread"
    SETTLE_NOTE = "settle note"
    OPEN_NOTE_AGAIN = "open note again"


def may_see_note(viewer: Viewer, note: Any) -> bool:
    """Whoever may see its thread, off the record if they were there when it was said; and who wrote
    it, as long as the call it was said in is there, or whatever becomes of another thing it was
    said about.
    """
    subject = subject_of(note.thread)
    if subject is None or subject.is_gone:
        return False
    if is_author(viewer, note):
        return subject.call is None or may_see(viewer, subject.call)
    if not subject.is_off_record:
        return may_see_subject(viewer, subject)
    return may_see(viewer, subject.call) and is_among_them(viewer, subject, note.made_at)


def may_see_action(viewer: Viewer, action: Any) -> bool:
    """Whoever may see the note it is; as long as the note is an action."""
    return may_see_note(viewer, action.note)


def may_see_carried(viewer: Viewer, carried: Any) -> bool:
    """Whoever may see the call that an action was carried to."""
    return not carried.to_call.is_removed and may_see(viewer, carried.to_call)


def is_author(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer wrote the note."""
    return viewer.member is not None and note.by_id == viewer.member.id


def reads_it_alone(viewer: Viewer, note: Any) -> bool:
    """Whether who reads the note, which they wrote, reads no other of its thread."""
    return note.thread.about != CALL and not may_see(viewer, note.thread)


def _is_in_sight(viewer: Viewer, thing: Any) -> bool:
    """What one's own note was said about, where that is in no call, is theirs to see: else they
    read their words, and do nothing that would tell of it.
    """
    if not isinstance(thing, Note) or thing.thread.about in {CALL, ITEM}:
        return True
    return may_see_thread(viewer, thing.thread)


def took_it_out(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer took the note out; an author, whose note nobody took out, might have."""
    taken_by = note.removal.by_id if note.removal else note.by_id
    return viewer.member is not None and taken_by == viewer.member.id


def leads(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer keeps order where the note stands: holds the call, or curates."""
    subject = subject_of(note.thread)
    return subject is not None and subject.is_led_by(viewer)


def takes_notes(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer takes notes at the call that the note is about, and nobody has made a
    decision or an action of it yet.
    """
    may = viewer.member is not None and note.kind in OTHERS_NOTE
    subject = subject_of(note.thread) if may else None
    return subject is not None and has_notes_role(subject, viewer, clock.now())


def settles(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer may say what became of what notes like this one raise."""
    subject = subject_of(note.thread)
    matters = subject.matters if subject else None
    return matters is not None and matters.may_settle(viewer)


def _is_raised(_viewer: Viewer, note: Any) -> bool:
    subject = subject_of(note.thread)
    is_kept = subject is not None and subject.matters is not None
    return is_kept and note.kind in RAISING and not note.is_removed


def _withdrew(viewer: Viewer, note: Any) -> bool:
    """Whether the viewer wrote the note, and took back what it raises."""
    standing = outcome_of(note) if is_author(viewer, note) else None
    return standing is not None and standing.outcome is Outcome.WITHDRAWN


def _stands(_viewer: Viewer, note: Any) -> bool:
    return not note.is_removed


def _has_words(_viewer: Viewer, note: Any) -> bool:
    """Of a note that came with an import and was taken out there, its place alone came."""
    return bool(note.text_source)


def _is_in_place(_viewer: Viewer, note: Any) -> bool:
    """Whether it is neither set aside under the code nor hidden at once: then nobody reads it by
    acting on it.
    """
    return not note.is_hidden_at_once and standing_state(Content.NOTE, note.id) is None


def _leads_there(viewer: Viewer, carried: Any) -> bool:
    return is_facilitator_of(viewer, carried.to_call)


def _of_its_note(rule: Rule) -> Rule:
    return lambda viewer, action: rule(viewer, action.note)


def _is_owner(viewer: Viewer, action: Any) -> bool:
    return viewer.member is not None and action.owner_id == viewer.member.id


writes = any_of(is_author, leads)
_is_in_reach = all_of(_is_in_place, _is_in_sight)
may_edit_if_put_back = all_of(writes, _is_in_reach)

RULES: dict[Permission, Rule] = {
    Permission.READ_NOTES: everyone,  # of those who may see what they are about
    Permission.WRITE_NOTE: all_of(signed_in, _is_in_sight),
    Permission.EDIT_NOTE: all_of(_stands, may_edit_if_put_back),
    Permission.SORT_NOTE: all_of(_stands, any_of(writes, takes_notes), _is_in_reach),
    Permission.REMOVE_NOTE: all_of(any_of(is_author, leads, role(Role.STEWARD)), _is_in_reach),
    Permission.PUT_NOTE_BACK: all_of(
        _has_words, any_of(took_it_out, leads, role(Role.STEWARD)), _is_in_reach
    ),
    Permission.REDACT_NOTE: all_of(any_of(leads, role(Role.STEWARD)), _is_in_reach),
    Permission.FINISH_ACTION: all_of(
        any_of(_is_owner, _of_its_note(writes)), _of_its_note(_is_in_place)
    ),
    Permission.LEAVE_ACTION_OUT: _leads_there,
    Permission.SEE_MY_ACTIONS: signed_in,
    Permission.MUTE_THREAD: signed_in,
    Permission.SETTLE_NOTE: all_of(_is_raised, any_of(is_author, settles), _is_in_sight),
    Permission.OPEN_NOTE_AGAIN: all_of(_is_raised, any_of(_withdrew, settles), _is_in_sight),
}
SIGHT: dict[type, Rule] = {
    Subject: may_see_subject,
    Thread: may_see_thread,
    Note: may_see_note,
    NoteOutcome: lambda viewer, became: may_see_note(viewer, became.note),
    NoteHold: lambda viewer, held: may_see_thread(viewer, held.thread),
    Action: may_see_action,
    CarriedAction: may_see_carried,
}
# What a measure of each kind stops.
STOPPED = dict.fromkeys(
    (
        *(Permission.WRITE_NOTE, Permission.EDIT_NOTE, Permission.SORT_NOTE),
        *(Permission.PUT_NOTE_BACK, Permission.REDACT_NOTE),
        *(Permission.FINISH_ACTION, Permission.SETTLE_NOTE),  # both with words of one's own
    ),
    (Effect.NO_NOTES,),
)


def _series_of_thread(thread: Any) -> int | None:
    subject = subject_of(thread)
    return subject.call.series_id if subject is not None and subject.call is not None else None


SERIES: dict[type, SeriesOf] = {
    Thread: _series_of_thread,
    Note: lambda note: _series_of_thread(note.thread),
    Action: lambda action: _series_of_thread(action.note.thread),
    CarriedAction: lambda carried: carried.to_call.series_id,
}
