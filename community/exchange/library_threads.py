"""Notes on the patterns of a library that is brought in: what has to hold of them in the file, and
writing them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from community.db import db
from community.disclosures import disclosing
from community.disclosures.facts import said_in
from community.disclosures.models import Disclosure
from community.disclosures.wording import Degree, Said
from community.keys import new_key
from community.notes.models import Kind, Note, NoteRemoval, NoteRevision, Thread
from community.notes.outcomes import RAISING, NoteOutcome, Outcome
from community.patterns import citations
from community.patterns.models import Pattern
from community.patterns.thread_models import PatternThread, Section
from community.patterns.thread_subjects import KINDS, PATTERN
from community.text import POLICY_VERSION, TextTooLong, clean, render_markdown

from .importing_agendas import keys_taken
from .library_people import People
from .reading import FileRefused

Facts = Mapping[str, Any]


def check_threads(path: str, facts: Facts) -> None:
    """Raise `FileRefused` where threads or notes of a file do not hold together."""
    threads = facts.get("threads", ())
    for told in ([t["section"] for t in threads], [t["key"] for t in threads]):
        if len(told) != len(set(told)):
            raise FileRefused(f"{path}: two threads are on one section, or at one address.")
    seen: set[str] = set()
    for thread in threads:
        here: set[str] = set()
        for note in thread["notes"]:
            if note["key"] in seen:
                raise FileRefused(f"{path}: a note stands in it twice.")
            if note["answers"] is not None and note["answers"] not in here:
                raise FileRefused(f"{path}: a note answers what does not stand before it.")
            seen.add(note["key"])
            here.add(note["key"])
            if "removed" not in note:
                _check_note(path, note, {r["number"] for r in facts["history"]["revisions"]})


def _check_note(path: str, note: Facts, there: Collection[int]) -> None:
    became = note["outcome"]
    if became is not None:
        is_in = became["outcome"] == Outcome.INCORPORATED
        number = became["revision"]  # of those before the first, which stay where they were, too
        is_there = number in there or number < min(there) if is_in and number else not is_in
        if is_in != (number is not None) or not is_there:
            raise FileRefused(f"{path}: a note was taken in, but not in a revision that is there.")
        if became["outcome"] == Outcome.DECLINED and not became["why"]:
            raise FileRefused(f"{path}: nothing says why a note was declined.")
        if Kind(note["kind"]) not in RAISING:
            raise FileRefused(f"{path}: something became of a note that raises nothing.")
    for said in (note, *note["earlier"]):
        if Kind(said["kind"]) not in KINDS:
            raise FileRefused(f"{path}: a note is of a kind that notes on patterns are not.")
        if not said["text"] or said["text"] != clean(said["text"]):
            raise FileRefused(f"{path}: a text holds what is no text.")
        try:
            render_markdown(said["text"])
        except TextTooLong as error:
            raise FileRefused(f"{path}: a text is too long.") from error


def receive_threads(pattern: Pattern, threads: Sequence[Facts], people: People) -> None:
    """Write the notes on a pattern that was brought in just now; keys are kept where they are
    free.
    """
    taken = keys_taken(Thread.key, [thread["key"] for thread in threads])
    keys = [note["key"] for thread in threads for note in thread["notes"]]
    taken |= keys_taken(Note.key, keys)
    for facts in threads:
        key = new_key() if facts["key"] in taken else facts["key"]
        thread = Thread(key=key, about=PATTERN, made_at=_at(facts["begun"]))
        db.session.add(thread)
        db.session.flush()
        section = Section(facts["section"])
        row = PatternThread(pattern_id=pattern.id, section=section, thread_id=thread.id)
        db.session.add(row)
        notes: dict[str, Note] = {}
        for one in facts["notes"]:
            notes[one["key"]] = _note(thread, one, notes, people, taken)
        citations.brought(notes.values(), (), thread.made_at)


def _note(
    thread: Thread, facts: Facts, notes: Mapping[str, Note], people: People, taken: set[str]
) -> Note:
    by, at, text = people.member_called(facts.get("by")), _at(facts["at"]), facts.get("text", "")
    above = notes[facts["answers"]] if facts["answers"] else None
    changed = facts.get("changed")
    # files made earlier do not say by whom
    other = people.member_called(facts["changed_by"]) if "changed_by" in facts else None
    note = Note(
        key=new_key() if facts["key"] in taken else facts["key"],
        thread_id=thread.id,
        parent_id=above.id if above else None,
        root_id=above.branch_id if above else None,
        by_id=by.id,
        kind=Kind(facts.get("kind", Kind.NOTE.value)),
        text_source=text,
        text_html=render_markdown(text),
        text_policy=POLICY_VERSION,
        disclosure_id=_said(facts.get("disclosure"), by, at).id,
        version=1 + len(facts.get("earlier", ())),
        made_at=at,
        changed_at=_at(changed) if changed else None,
        changed_by_id=other.id if other and changed else None,
    )
    db.session.add(note)
    db.session.flush()
    if "removed" in facts:
        out = NoteRemoval(note_id=note.id, by_id=by.id, at=_at(facts["removed"]))
        db.session.add(out)
    _beside(note, facts, people)
    return note


def _beside(note: Note, facts: Facts, people: People) -> None:
    """What it said before, and what became of it."""
    for number, was in enumerate(facts.get("earlier", ()), start=1):
        by, at = people.member_called(was["by"]), _at(was["at"])
        row = NoteRevision(
            note_id=note.id,
            number=number,
            kind=Kind(was["kind"]),
            text_source=was["text"],
            disclosure_id=_said(was["disclosure"], by, at).id,
            by_id=by.id,
            at=at,
        )
        db.session.add(row)
    became = facts.get("outcome")
    if became:
        settled = NoteOutcome(
            note_id=note.id,
            outcome=Outcome(became["outcome"]),
            revision=became["revision"],
            why=became["why"],
            by_id=people.member_called(became["by"]).id,
            at=_at(became["at"]),
        )
        db.session.add(settled)
    db.session.flush()


def _said(facts: Facts | None, by: Any, at: datetime) -> Disclosure:
    said = (said_in(facts) if facts else None) or Said(Degree.NONE)
    return disclosing.disclose(said, by=by.person, now=at)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
