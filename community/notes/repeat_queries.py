"""Notes beside one in which the words to be taken out of it stand, too."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from community.access import Viewer, may
from community.agendas.carried import CarriedItem
from community.agendas.editions import Edition, EditionItem
from community.agendas.models import Item
from community.bars import times
from community.conduct.kept_text_models import KeptText
from community.conduct.state_models import Content, ContentState
from community.db import db, number_of
from community.disclosures.redacting import those_with

from .models import CallThread, ItemThread, Note, NoteRemoval, NoteRevision
from .outcomes import NoteOutcome
from .policies import Permission
from .queries import thread_of_item
from .redaction_queries import calls_of, spots_of
from .subject_queries import Subject, subject_of
from .tasks import Completion

MOST_OTHERS = 50  # notes that are offered at once, each to be looked at


def others_with(
    words: str, thread_id: int, *, but: int | None = None, keys: Collection[str] | None = None
) -> list[Note]:
    """Notes of a thread in which, or in what they were, the words stand; of those with such keys,
    where some are given.
    """
    return [note for note in _with_words(words, [thread_id], keys) if note.id != but]


def _with_words(
    words: str, thread_ids: Collection[int], keys: Collection[str] | None
) -> list[Note]:
    query = select(Note).where(Note.thread_id.in_(thread_ids), _has(words)).order_by(Note.id)
    if keys is not None:
        query = query.where(Note.key.in_(keys))
    return [note for note in db.session.scalars(query).unique().all() if _tells(note, words)]


def _tells(note: Note, words: str) -> bool:
    """Of most notes their words tell it, and nothing else is read."""
    now = note.text_source
    return bool(times(words, now)) or any(times(words, spot.text) for spot in spots_of(note))


def others_beside(
    words: str, note: Note, viewer: Viewer, *, keys: Collection[str] | None = None
) -> list[Note]:
    """Other notes with the words: of its thread, and of every other of its calls those of which the
    viewer may take words out; of those with such `keys`, where some are given.
    """
    numbers = [call.id for call in calls_of(note)]
    published = select(EditionItem.item_id).join(Edition).where(Edition.call_id.in_(numbers))
    left = select(CarriedItem.item_id).where(CarriedItem.from_call_id.in_(numbers))
    there = select(Item.id).where(Item.call_id.in_(numbers)).union(published, left)
    on_items = select(ItemThread.thread_id).where(ItemThread.item_id.in_(there))
    on_calls = select(CallThread.thread_id).where(CallThread.call_id.in_(numbers))
    beside = set(db.session.scalars(on_calls.union(on_items))) - {note.thread_id}
    others = _to_redact(viewer, _with_words(words, beside, keys)) if beside else []
    return [*others_with(words, note.thread_id, but=note.id, keys=keys), *others]


def _to_redact(viewer: Viewer, notes: Sequence[Note]) -> list[Note]:
    """Those of which the viewer may take words out: asked once for all of a thread that are alike
    in what tells one note from another there.
    """
    numbers, mine = [one.id for one in notes], number_of(viewer.member) if viewer.member else None
    aside = _set_aside(numbers)
    secret = {
        number: subject is not None and subject.is_off_record
        for number, subject in subjects_of(notes).items()
    }
    asked: dict[tuple[object, ...], bool] = {}
    found = []
    for one in notes:
        said_at = one.made_at if secret[one.thread_id] else None
        hidden = one.id in aside, one.is_hidden_at_once
        alike = one.thread_id, one.by_id == mine, *hidden, said_at
        if alike not in asked:
            asked[alike] = may(viewer, Permission.REDACT_NOTE, one)
        if asked[alike]:
            found.append(one)
    return found


def _set_aside(numbers: Collection[int]) -> set[int]:
    query = select(ContentState.subject_id).where(
        ContentState.about == Content.NOTE,
        ContentState.subject_id.in_(numbers),
        ContentState.keeps_out_of_sight(),
    )
    return set(db.session.scalars(query)) if numbers else set()


def subjects_of(notes: Sequence[Note]) -> dict[int, Subject | None]:
    """What notes are about, by the number of their thread, each looked up once."""
    threads = {one.thread_id: one.thread for one in notes}
    return {number: subject_of(thread) for number, thread in threads.items()}


def number_on_item(item_id: int, words: str) -> int:
    """How many notes on an item have the words."""
    thread = thread_of_item(item_id)
    return len(others_with(words, thread.id)) if thread else 0


def _has(words: str) -> Any:
    longest = max(words.split(), key=len)
    tools = those_with(longest)
    said = (
        Note.disclosure_id.in_(tools),
        exists().where(NoteRevision.note_id == Note.id, NoteRevision.disclosure_id.in_(tools)),
        exists().where(NoteRevision.note_id == Note.id, _with(NoteRevision.text_source, longest)),
        exists().where(Completion.note_id == Note.id, _with(Completion.how, longest)),
        exists().where(NoteRemoval.note_id == Note.id, _with(NoteRemoval.reason, longest)),
        exists().where(NoteOutcome.note_id == Note.id, _with(NoteOutcome.why, longest)),
        exists().where(
            KeptText.about == Content.NOTE,
            KeptText.subject_id == Note.id,
            _with(KeptText.text, longest),
        ),
    )
    return or_(_with(Note.text_source, longest), *said)


def _with(text: InstrumentedAttribute[str], word: str) -> Any:
    return text.icontains(word, autoescape=True)
