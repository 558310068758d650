"""The notes of an imported series: threads, branches, decisions and actions, what was taken out."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import update

from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call, Series
from community.db import db
from community.disclosures.facts import said_in
from community.disclosures.wording import Degree, Said
from community.keys import new_key
from community.notes.models import (
    CallThread,
    ItemThread,
    Kind,
    Note,
    NoteRemoval,
    NoteRevision,
    Thread,
)
from community.notes.subject_queries import CALL, ITEM
from community.notes.tasks import Action, Completion, Decision
from community.patterns import citations
from community.text import POLICY_VERSION

from .cleaning import Facts
from .importing import Arrived, begin_import, moment
from .importing_agendas import keys_taken, write_agendas
from .importing_held import write_held
from .importing_labour import write_labour
from .importing_left import write_left, write_looking_back
from .importing_records import write_records
from .preparing import Prepared
from .saying import Sayings

_UNSAID = Said(Degree.NONE)
_AT_ONCE = 100  # notes sent together: each statement looks at all of them for what it changes


def import_series(prepared: Prepared, *, by: Member, now: datetime) -> Series:
    """Make the series of a file, with everything in it, facilitated by `by`; gives it.

    Raises `community.exchange.importing.AlreadyHere`: importing twice changes nothing.
    """
    series, arrived = begin_import(prepared, by=by, now=now)
    sayings = Sayings()
    items = write_agendas(arrived, sayings)
    write_held(arrived, items)
    write_records(arrived, sayings)
    write_labour(arrived)
    write_looking_back(arrived)
    threads = _write_threads(arrived, items)
    notes = _write_notes(arrived, threads, sayings)
    _tie(arrived, notes)
    _write_earlier(arrived, notes, sayings)
    _write_beside(arrived, notes)
    write_left(arrived, notes)
    citations.brought(notes.values(), [call.id for call in arrived.calls.values()], now)
    return series


def _threads_in(arrived: Arrived) -> Iterator[tuple[str, Facts]]:
    for call in arrived.prepared.calls:
        yield from ((call["call"]["slug"], thread) for thread in call["threads"])


def _notes_in(arrived: Arrived) -> Iterator[tuple[Facts, Facts]]:
    for _, thread in _threads_in(arrived):
        yield from ((thread, note) for note in thread["notes"])


def _write_threads(arrived: Arrived, items: Mapping[str, Item]) -> Mapping[str, Thread]:
    taken = keys_taken(Thread.key, [thread["key"] for _, thread in _threads_in(arrived)])
    threads: dict[str, Thread] = {}
    for _, facts in _threads_in(arrived):
        key = facts["key"]
        threads[key] = Thread(
            key=new_key() if key in taken else key,
            about=ITEM if facts["item"] else CALL,
            made_at=moment(facts["begun"]),
        )
    db.session.add_all(threads.values())
    db.session.flush()
    for slug, facts in _threads_in(arrived):
        number = threads[facts["key"]].id
        if facts["item"]:
            db.session.add(ItemThread(item_id=items[facts["item"]].id, thread_id=number))
        else:
            db.session.add(CallThread(call_id=arrived.calls[slug].id, thread_id=number))
    db.session.flush()
    return threads


def _write_notes(
    arrived: Arrived, threads: Mapping[str, Thread], sayings: Sayings
) -> Mapping[str, Note]:
    """All notes in the order of the file, which becomes that of their numbers."""
    taken = keys_taken(Note.key, [note["key"] for _, note in _notes_in(arrived)])
    html, notes = arrived.prepared.html, {}
    for thread, facts in _notes_in(arrived):
        by, key, text = arrived.people.of(facts.get("by")), facts["key"], facts.get("text", "")
        made, changed = moment(facts["made"]), facts.get("changed")
        # exports made earlier do not say by whom
        other = arrived.people.of(facts["changed_by"]) if "changed_by" in facts else None
        said = said_in(facts.get("disclosure")) or _UNSAID
        notes[key] = Note(
            key=new_key() if key in taken else key,
            thread_id=threads[thread["key"]].id,
            by_id=by.id,
            kind=Kind(facts.get("kind", Kind.NOTE.value)),
            text_source=text,
            text_html=html.get(text, ""),
            text_policy=POLICY_VERSION,
            disclosure_id=sayings.number(said, by, made),
            version=1 + len(facts.get("earlier", ())),
            made_at=made,
            changed_at=moment(changed) if changed else None,
            changed_by_id=other.id if other and changed else None,
        )
    written = list(notes.values())
    for first in range(0, len(written), _AT_ONCE):
        db.session.add_all(written[first : first + _AT_ONCE])
        db.session.flush()
    return notes


def _tie(arrived: Arrived, notes: Mapping[str, Note]) -> None:
    """Say what each note answers, now that all have their numbers."""
    roots: dict[str, str] = {}
    ties = []
    for _, facts in _notes_in(arrived):
        above = facts["answers"]
        roots[facts["key"]] = roots[above] if above else facts["key"]
        if above:
            root = notes[roots[above]].id
            tie = {"id": notes[facts["key"]].id, "parent_id": notes[above].id, "root_id": root}
            ties.append(tie)
    if ties:
        db.session.execute(update(Note), ties)


def _write_earlier(arrived: Arrived, notes: Mapping[str, Note], sayings: Sayings) -> None:
    for _, facts in _notes_in(arrived):
        for number, one in enumerate(facts.get("earlier", ()), start=1):
            by, at = arrived.people.of(one["by"]), moment(one["at"])
            said = said_in(one["disclosure"]) or _UNSAID
            db.session.add(
                NoteRevision(
                    note_id=notes[facts["key"]].id,
                    number=number,
                    kind=Kind(one["kind"]),
                    text_source=one["text"],
                    disclosure_id=sayings.number(said, by, at),
                    by_id=by.id,
                    at=at,
                )
            )
    db.session.flush()


def _write_beside(arrived: Arrived, notes: Mapping[str, Note]) -> None:
    for _, facts in _notes_in(arrived):
        note = notes[facts["key"]]
        if "removed" in facts:
            at = moment(facts["removed"])
            db.session.add(NoteRemoval(note_id=note.id, by_id=note.by_id, at=at))
        if "decided" in facts:
            made = facts["decided"]
            call_id, at = _call_id(arrived, made["in"]), moment(made["at"])
            follows = made.get("follows")
            row = Decision(note_id=note.id, call_id=call_id, at=at, follows=follows)
            db.session.add(row)
        if "action" in facts:
            db.session.add(_action(arrived, note, facts["action"]))
    db.session.flush()
    for _, facts in _notes_in(arrived):
        done = (facts.get("action") or {}).get("done")
        if done:
            by, at = arrived.people.of(done["by"]), moment(done["at"])
            number = notes[facts["key"]].id
            db.session.add(Completion(note_id=number, by_id=by.id, at=at, how=done["how"]))
    db.session.flush()


def _action(arrived: Arrived, note: Note, facts: Facts) -> Action:
    owner, due = facts["owner"], facts["due"]
    return Action(
        note_id=note.id,
        call_id=_call_id(arrived, facts["in"]),
        owner_id=arrived.people.of(owner).id if owner else None,
        due_on=date.fromisoformat(due) if due else None,
        at=moment(facts["at"]),
    )


def _call_id(arrived: Arrived, slug: str | None) -> int | None:
    call: Call | None = arrived.calls[slug] if slug else None
    return call.id if call else None
