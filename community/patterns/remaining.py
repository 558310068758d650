"""Where words taken out of a pattern still stand: in what others wrote, which is theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from community.bars import reads_so
from community.db import db
from community.notes.models import Note

from .collection_models import Collection, CollectionEntry, Openness
from .facets import LISTED
from .findable import texts_of
from .models import Pattern, PatternRelation, Relation
from .thread_models import PatternThread

_MOST_NOTES = 2000  # the latest, that are looked through


class Kept(StrEnum):
    """What words remain in."""

    ADAPTATION = "adaptation"
    COLLECTION = "collection"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remaining:
    """Something that says the words: by its `key` it is found; a note has no title."""

    what: Kept
    key: str
    title: str


def remaining(pattern: Pattern, words: str) -> Sequence[Remaining]:
    """Adaptations, public collections it stands in and notes on it that say the words; three
    queries, and one more where there are adaptations.
    """
    return [
        *(place for place, text in _adaptations(pattern) if reads_so(words, text)),
        *(place for place, text in _collections(pattern) if reads_so(words, text)),
        *(place for place, text in _notes(pattern) if reads_so(words, text)),
    ]


def _adaptations(pattern: Pattern) -> Iterator[tuple[Remaining, str]]:
    its = select(PatternRelation.pattern_id).where(
        PatternRelation.other_id == pattern.id, PatternRelation.kind == Relation.ADAPTED
    )
    query = select(Pattern.id, Pattern.slug, Pattern.title)
    rows = db.session.execute(query.where(Pattern.id.in_(its), Pattern.stage.in_(LISTED)))
    found = rows.all()
    texts = texts_of([row.id for row in found]) if found else {}
    for row in found:
        yield Remaining(Kept.ADAPTATION, row.slug, row.title), texts[row.id]


def _collections(pattern: Pattern) -> Iterator[tuple[Remaining, str]]:
    its = select(CollectionEntry.collection_id).where(
        CollectionEntry.pattern_id == pattern.id, CollectionEntry.withdrawn_at.is_(None)
    )
    query = select(Collection).where(Collection.id.in_(its), Collection.openness == Openness.PUBLIC)
    for one in db.session.scalars(query.order_by(Collection.id)):
        if one.removal is None:
            place = Remaining(Kept.COLLECTION, one.slug, one.title)
            yield place, f"{one.title}\n\n{one.about}"


def _notes(pattern: Pattern) -> Iterator[tuple[Remaining, str]]:
    its = select(PatternThread.thread_id).where(PatternThread.pattern_id == pattern.id)
    query = select(Note).where(Note.thread_id.in_(its)).order_by(Note.id.desc())
    for note in db.session.scalars(query.limit(_MOST_NOTES)):
        if not note.is_removed:
            yield Remaining(Kept.NOTE, note.key, ""), note.text_source
