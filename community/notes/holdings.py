"""What notes hold of a person: what they wrote, what they are to do, where they are named."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from community.access import Viewer
from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.agendas.content import OFF_THE_RECORD
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence
from community.holdings import Facts, Holding

from .carried import CarriedAction
from .findable import TEXTS
from .models import Note, NoteMention, NoteRemoval, NoteRevision, ThreadMute
from .outcomes import NoteOutcome
from .redactions import NoteRedaction
from .subject_queries import is_among_them, subject_of
from .task_queries import texts_for
from .tasks import Action, Completion
from .waiting_models import NoteHold

_NAMING = {
    Note: ("text_source",),
    NoteRevision: ("text_source",),
    NoteHold: ("text_source",),
    NoteRemoval: ("reason",),
    NoteOutcome: ("why",),
    NoteRedaction: ("why",),
    Completion: ("how",),
}


def export(person_id: int) -> Facts:
    """Everything they wrote, with earlier versions, and what they took on."""
    member = _member(person_id)
    notes = _all(select(Note).where(Note.by_id.in_(member)).order_by(Note.id))
    saids = saids_of({note.disclosure_id for note in notes})
    revisions = select(NoteRevision).where(NoteRevision.by_id.in_(member))
    taken_out = select(NoteRemoval).where(NoteRemoval.by_id.in_(member)).order_by(NoteRemoval.id)
    redacted = select(NoteRedaction).where(NoteRedaction.by_id.in_(member))
    return {
        "notes": [
            {
                "about": _title_of(note),
                "kind": note.kind.value,
                "text": note.text_source,
                "tools": whole_sentence(saids[note.disclosure_id]),
                "written": note.made_at,
                "changed": note.changed_at,
                "taken out": note.is_removed,
            }
            for note in notes
        ],
        "earlier versions of notes": [
            {"kind": one.kind.value, "text": one.text_source, "written": one.at}
            for one in _all(revisions.order_by(NoteRevision.at))
        ],
        "notes I took out": [
            {"at": one.at, "why": one.reason, "put back": one.withdrawn_at}
            for one in _all(taken_out)
        ],
        "words I took out of notes": [
            {"at": one.at, "why": one.why} for one in _all(redacted.order_by(NoteRedaction.id))
        ],
        **_of_outcomes(person_id),
        **_of_waiting(person_id),
        **_of_actions(person_id),
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """What they wrote stays, by a former member; what waits goes, and others' notes name
    them no more.
    """
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    db.session.execute(delete(ThreadMute).where(ThreadMute.person_id == person_id))
    if member is None:
        return
    waits = NoteHold.by_id == member.id, NoteHold.note_id.is_(None)
    db.session.execute(delete(NoteHold).where(*waits))
    asked = update(NoteHold).where(NoteHold.owner_id == member.id)
    db.session.execute(
        asked.values(owner_id=None), execution_options={"synchronize_session": "fetch"}
    )
    done = select(Completion.note_id).where(Completion.withdrawn_at.is_(None))
    theirs = update(Action).where(Action.owner_id == member.id, Action.note_id.not_in(done))
    db.session.execute(
        theirs.values(owner_id=None), execution_options={"synchronize_session": "fetch"}
    )
    name_no_more(member, _NAMING)
    db.session.execute(delete(NoteMention).where(NoteMention.member_id == member.id))
    db.session.flush()


def _of_waiting(person_id: int) -> Facts:
    member = _member(person_id)
    waiting = select(NoteHold).where(NoteHold.by_id.in_(member), NoteHold.note_id.is_(None))
    read = select(NoteHold).where(NoteHold.ended_by_id.in_(member)).order_by(NoteHold.ended_at)
    return {
        "notes of mine that nobody else sees": [
            {
                "kind": one.kind.value,
                "text": one.text_source,
                "written": one.made_at,
                "taken for spam": one.is_spam,
            }
            for one in _all(waiting.order_by(NoteHold.id))
        ],
        "first notes I read": [
            {"at": one.ended_at, "spam": one.is_spam} for one in _all(read.order_by(NoteHold.id))
        ],
    }


def _of_outcomes(person_id: int) -> Facts:
    query = select(NoteOutcome).where(NoteOutcome.by_id.in_(_member(person_id)))
    return {
        "what I said became of notes": [
            {"at": one.at, "what": one.outcome.value, "why": one.why, "ended": one.ended_at}
            for one in _all(query.order_by(NoteOutcome.id))
        ]
    }


def _of_actions(person_id: int) -> Facts:
    member = _member(person_id)
    number = db.session.scalar(member)
    texts = texts_for(number) if number is not None else {}
    mine = select(Action).where(Action.owner_id.in_(member)).order_by(Action.note_id)
    said = select(Completion).where(Completion.by_id.in_(member)).order_by(Completion.id)
    named = select(NoteMention).where(NoteMention.member_id.in_(member)).order_by(NoteMention.at)
    muted = select(ThreadMute).where(ThreadMute.person_id == person_id).order_by(ThreadMute.at)
    left_out = select(CarriedAction).where(CarriedAction.undone_by_id.in_(member))
    return {
        "my actions": [
            {
                "text": texts.get(one.note_id, ""),
                "by when": one.due_on,
                "given": one.given_at,
                "done": one.is_done,
            }
            for one in _all(mine)
        ],
        "actions I marked as done": [
            {"at": one.at, "how": one.how, "open again": one.withdrawn_at} for one in _all(said)
        ],
        "actions I took off the list of a call": [
            {"at": one.undone_at} for one in _all(left_out.order_by(CarriedAction.id))
        ],
        "notes that mention me": [{"at": one.at} for one in _all(named)],
        "threads I receive no letters about": [{"since": one.at} for one in _all(muted)],
    }


def _title_of(note: Note) -> str:
    subject = subject_of(note.thread)
    if subject is None:
        return ""
    is_closed = subject.is_off_record and not is_among_them(Viewer(note.by), subject)
    return OFF_THE_RECORD if is_closed else subject.title


def _member(person_id: int) -> Select[Any]:
    return select(Member.id).where(Member.person_id == person_id)


def _all(query: Select[Any]) -> list[Any]:
    return list(db.session.scalars(query).unique())


HOLDINGS = (
    Holding(
        tables=frozenset(
            {
                *("note", "note_revision", "note_mention", "note_removal"),
                *("thread_mute", "action", "completion", "note_redaction"),
                *("carried_action", "note_outcome", "note_hold"),
            }
        ),
        export=export,
        erase=erase,
        texts=TEXTS,
    ),
)
