"""Threads of notes as values for files: kinds, branches, decisions, actions, what is taken out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said
from community.notes.followed_queries import is_follow_kept
from community.notes.models import (
    CallThread,
    ItemThread,
    Kind,
    Note,
    NoteRemoval,
    NoteRevision,
    Thread,
)
from community.notes.tasks import Action, Completion, Decision

from .gathering_calls import Facts, moment
from .items import Items
from .people import People


@dataclass(frozen=True, slots=True)
class NoteRows:
    """Threads by what they are about, their notes in the order of writing, and what was said."""

    of_call: Mapping[int, Any]
    of_item: Mapping[int, Any]
    notes: Mapping[int, Sequence[Any]]
    saids: Mapping[int, Said]
    earlier: Mapping[int, Sequence[NoteRevision]]

    def people(self) -> set[int]:
        """The members who are named in them."""
        rows = [row for notes in self.notes.values() for row in notes]
        numbers = {
            n for row in rows for n in (row.by_id, row.changed_by_id, row.owner_id, row.done_by)
        }
        numbers |= {one.by_id for versions in self.earlier.values() for one in versions}
        return {number for number in numbers if number is not None}


def read_notes(call_ids: Collection[int], items: Items) -> NoteRows:
    """The notes on calls and on what stands on their agendas. Six queries."""
    numbers = [p.item_id for c in call_ids for p in items.of_call(c) if p.shows_thread]
    of_call = _threads(CallThread.call_id, CallThread.thread_id, call_ids)
    of_item = _threads(ItemThread.item_id, ItemThread.thread_id, numbers)
    threads = [row.id for row in (*of_call.values(), *of_item.values())]
    query = (
        select(
            *(Note.id, Note.key, Note.thread_id, Note.parent_id, Note.by_id, Note.kind),
            *(Note.text_source, Note.disclosure_id, Note.made_at, Note.changed_at),
            Note.changed_by_id,
            *(NoteRemoval.at.label("removed_at"), Decision.call_id.label("decided_in")),
            *(Decision.at.label("decided_at"), Decision.follows, is_follow_kept()),
            *(Action.call_id.label("asked_in"), Action.owner_id),
            *(Action.due_on, Action.at.label("asked_at"), Completion.how),
            *(Completion.at.label("done_at"), Completion.by_id.label("done_by")),
        )
        .outerjoin(NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.stands())
        .outerjoin(Decision, Decision.note_id == Note.id)
        .outerjoin(Action, Action.note_id == Note.id)
        .outerjoin(Completion, (Completion.note_id == Note.id) & Completion.withdrawn_at.is_(None))
        .where(Note.thread_id.in_(threads))
        .order_by(Note.id)
    )
    notes: dict[int, list[Any]] = defaultdict(list)
    told: set[int] = set()
    for row in db.session.execute(query):
        notes[row.thread_id].append(row)
        told.add(row.disclosure_id)
    earlier = _earlier(threads)
    told |= {one.disclosure_id for versions in earlier.values() for one in versions}
    return NoteRows(of_call, of_item, notes, saids_of(told) if told else {}, earlier)


def _earlier(threads: Collection[int]) -> Mapping[int, list[NoteRevision]]:
    """What notes said before they were changed, the earliest first; not of those taken out."""
    removed = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    query = (
        select(NoteRevision)
        .join(Note, Note.id == NoteRevision.note_id)
        .where(Note.thread_id.in_(threads), ~removed)
        .order_by(NoteRevision.note_id, NoteRevision.number)
    )
    found: dict[int, list[NoteRevision]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.note_id].append(one)
    return found


def thread_facts(
    rows: NoteRows, call_id: int, items: Items, slugs: Mapping[int, str], people: People
) -> list[Facts]:
    """The thread of a call and those of its items, each with its notes."""
    found: list[tuple[str | None, Any]] = [(None, rows.of_call.get(call_id))]
    found += [(p.ref, rows.of_item.get(p.item_id)) for p in items.of_call(call_id)]
    return [
        {
            "key": thread.key,
            "item": ref,
            "begun": moment(thread.made_at),
            "notes": _notes(rows, thread.id, slugs, people),
        }
        for ref, thread in found
        if thread is not None
    ]


def _notes(
    known: NoteRows, thread_id: int, slugs: Mapping[int, str], people: People
) -> list[Facts]:
    rows = known.notes.get(thread_id, ())
    keys = {row.id: row.key for row in rows}
    return [
        _tombstone(row, keys)
        if row.removed_at is not None
        else _note(row, keys, known, slugs, people)
        for row in rows
    ]


def _tombstone(row: Any, keys: Mapping[int, str]) -> Facts:
    """Of a note that was taken out only its place is left."""
    return {
        "key": row.key,
        "answers": keys.get(row.parent_id),
        "made": moment(row.made_at),
        "removed": moment(row.removed_at),
    }


def _note(
    row: Any,
    keys: Mapping[int, str],
    known: NoteRows,
    slugs: Mapping[int, str],
    people: People,
) -> Facts:
    facts: Facts = {
        "key": row.key,
        "answers": keys.get(row.parent_id),
        "by": people.ref(row.by_id),
        "kind": row.kind.value,
        "text": row.text_source,
        "disclosure": said_facts(known.saids[row.disclosure_id]),
        "made": moment(row.made_at),
        "changed": moment(row.changed_at),
        "earlier": _versions(row, known, people),
    }
    if row.changed_by_id is not None:
        facts["changed_by"] = people.ref(row.changed_by_id)
    if row.kind is Kind.DECISION and row.decided_at is not None:
        facts["decided"] = _decided(row, slugs)
    if row.kind is Kind.ACTION and row.asked_at is not None:
        facts["action"] = {
            "in": slugs.get(row.asked_in),
            "at": moment(row.asked_at),
            "owner": people.ref(row.owner_id),
            "due": row.due_on.isoformat() if row.due_on else None,
            "done": row.done_at
            and {"at": moment(row.done_at), "by": people.ref(row.done_by), "how": row.how},
        }
    return facts


def _versions(row: Any, known: NoteRows, people: People) -> list[Facts]:
    """What a note said before, the first of it first."""
    return [
        {
            "by": people.ref(one.by_id),
            "kind": one.kind.value,
            "text": one.text_source,
            "disclosure": said_facts(known.saids[one.disclosure_id]),
            "at": moment(one.at),
        }
        for one in known.earlier.get(row.id, ())
    ]


def _decided(row: Any, slugs: Mapping[int, str]) -> Facts:
    """In which call, when, and the pattern it follows, where everybody may know of that."""
    facts = {"in": slugs.get(row.decided_in), "at": moment(row.decided_at)}
    return facts | ({"follows": row.follows} if row.follows and not row.is_follow_kept else {})


def _threads(about: Any, thread_id: Any, numbers: Collection[int]) -> Mapping[int, Any]:
    query = (
        select(about.label("about"), Thread.id, Thread.key, Thread.made_at)
        .join(Thread, Thread.id == thread_id)
        .where(about.in_(numbers))
    )
    return {row.about: row for row in db.session.execute(query)}
