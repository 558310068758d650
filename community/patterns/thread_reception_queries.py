"""Notes on patterns, for taking them along: threads, what notes were before, what became of them.
Of a note that was taken out only its place is told.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.marks import BAR
from community.notes.models import Note, NoteRemoval, NoteRevision, Thread
from community.notes.outcomes import NoteOutcome, became

from .reception_queries import Facts, Name
from .thread_models import PatternThread

_Author, _Settled, _Settler = aliased(Person), aliased(Person), aliased(Member)
_Changed, _Changer = aliased(Person), aliased(Member)


def threads_taken(numbers: Sequence[int], name: Name) -> Mapping[int, list[Facts]]:
    """The threads on each of these patterns by section, with their notes in the order of writing;
    four queries.
    """
    found: dict[int, list[Facts]] = {number: [] for number in numbers}
    threads: dict[int, Facts] = {}
    query = (
        select(PatternThread.pattern_id, PatternThread.section, Thread)
        .join(Thread, Thread.id == PatternThread.thread_id)
        .where(PatternThread.pattern_id.in_(numbers))
    )
    for number, section, thread in db.session.execute(query):
        threads[thread.id] = {
            "section": section.value,
            "key": thread.key,
            "begun": thread.made_at.isoformat(),
            "notes": [],
        }
        found[number].append(threads[thread.id])
    _add_notes(numbers, threads, name)
    return {
        number: sorted(told, key=lambda facts: str(facts["section"]))
        for number, told in found.items()
    }


def _add_notes(numbers: Sequence[int], threads: Mapping[int, Facts], name: Name) -> None:
    rows = db.session.execute(_rows(numbers)).all()
    earlier = _earlier([row[0].id for row in rows if row.removed_at is None])
    told = {row[0].disclosure_id for row in rows}
    told |= {was.disclosure_id for versions in earlier.values() for was, _ in versions}
    saids = saids_of(told)
    keys = {row[0].id: row[0].key for row in rows}
    for note, author, number, removed_at, outcome, settled, changed in rows:
        place = {"key": note.key, "answers": keys.get(note.parent_id), "at": _at(note.made_at)}
        if removed_at is not None:
            facts = place | {"removed": _at(removed_at)}
        else:
            facts = place | {
                "by": name(number, author),
                "kind": note.kind.value,
                "text": note.text_source,
                "disclosure": said_facts(saids[note.disclosure_id]),
                "changed": note.changed_at and _at(note.changed_at),
                "earlier": [
                    {
                        "by": name(number, by),
                        "kind": was.kind.value,
                        "text": was.text_source,
                        "disclosure": said_facts(saids[was.disclosure_id]),
                        "at": _at(was.at),
                    }
                    for was, by in earlier.get(note.id, ())
                ],
                "outcome": outcome and _outcome(outcome, name(number, settled)),
            }
            if changed is not None:
                facts["changed_by"] = name(number, changed)
        threads[note.thread_id]["notes"].append(facts)


def _outcome(row: NoteOutcome, by: str | None) -> Facts:
    said = {
        "outcome": row.outcome.value,
        "revision": row.revision,
        "why": BAR if row.is_aside else row.why,
    }
    return said | {"by": by, "at": _at(row.at)}


def _rows(numbers: Sequence[int]) -> Any:
    removed = (NoteRemoval.note_id == Note.id) & NoteRemoval.stands()
    at = NoteRemoval.at.label("removed_at")
    return (
        select(Note, _Author, PatternThread.pattern_id, at, NoteOutcome, _Settled, _Changed)
        .join(PatternThread, PatternThread.thread_id == Note.thread_id)
        .join(Member, Member.id == Note.by_id)
        .join(_Author, _Author.id == Member.person_id)
        .outerjoin(NoteRemoval, removed)
        .outerjoin(NoteOutcome, became())
        .outerjoin(_Settler, _Settler.id == NoteOutcome.by_id)
        .outerjoin(_Settled, _Settled.id == _Settler.person_id)
        .outerjoin(_Changer, _Changer.id == Note.changed_by_id)
        .outerjoin(_Changed, _Changed.id == _Changer.person_id)
        .where(PatternThread.pattern_id.in_(numbers))
        .order_by(Note.id)
    )


def _earlier(note_ids: Sequence[int]) -> Mapping[int, list[tuple[NoteRevision, Person]]]:
    """What notes said before they were changed, the earliest first, and by whom."""
    found: dict[int, list[tuple[NoteRevision, Person]]] = {}
    query = (
        select(NoteRevision, Person)
        .join(Member, Member.id == NoteRevision.by_id)
        .join(Person, Person.id == Member.person_id)
        .where(NoteRevision.note_id.in_(note_ids))
        .order_by(NoteRevision.note_id, NoteRevision.number)
    )
    for was, by in db.session.execute(query):
        found.setdefault(was.note_id, []).append((was, by))
    return found


def _at(instant: Any) -> str:
    return str(instant.isoformat())
