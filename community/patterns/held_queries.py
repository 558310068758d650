"""Reads about what waits until a curator has read it: for the curators, and for whose it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from community.accounts.models import Member
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import is_aside
from community.db import db

from .collection_models import Collection, CollectionEntry
from .comparing import HEADINGS, told
from .content import Content, from_json
from .curation_models import Objection, ObjectionAnswer, Review
from .held_models import Held, LibraryHold, Outcome
from .invitation_queries import is_seen_by
from .known_use_models import KnownUse
from .link_queries import elsewhere, links_in, links_of, read_with
from .models import Pattern, PatternRelation, PatternRevision
from .suggestion_models import Suggestion, SuggestionMessage

MOST = 100


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Something that waits: what it is called, its `texts`, and which version of it that is.
    `slug` is where the pattern stands, or the collection; `subject` the number of what it is said
    of, or its own. `title` is None for what the reader may not see any more.
    """

    about: str
    subject: int
    title: str | None
    slug: str
    texts: Sequence[str]
    seen: int = 0
    number: int = 0


def waiting(about: Held, number: int) -> LibraryHold | None:
    """That something waits."""
    query = select(LibraryHold).where(LibraryHold.about == about, _WAITS)
    return db.session.scalar(query.where(LibraryHold.subject_id == number))


def waiting_numbered(number: int) -> LibraryHold | None:
    """The same, by its own number."""
    return db.session.scalar(select(LibraryHold).where(LibraryHold.id == number, _WAITS))


def number_of_theirs(person_id: int) -> int:
    """How much of a person waits."""
    query = select(func.count()).where(LibraryHold.by_id == person_id, _IS_TOLD)
    return db.session.scalar(query) or 0


def number_for(person_id: int) -> int:
    """How much waits for a curator."""
    query = select(func.count()).where(LibraryHold.by_id != person_id, _IS_TOLD)
    return db.session.scalar(query) or 0


def waiting_for(person_id: int) -> Sequence[HeldLine]:
    """What waits for a curator, the oldest first. Twelve queries at the most."""
    return _lines(LibraryHold.by_id != person_id, person_id)


def waiting_of(person_id: int) -> Sequence[HeldLine]:
    """The same of what is theirs."""
    return _lines(LibraryHold.by_id == person_id, person_id)


def said_of_relations(numbers: Sequence[int]) -> Mapping[int, list[str]]:
    """What patterns say of what they have to do with others, by their numbers. One query."""
    query = select(PatternRelation.pattern_id, PatternRelation.note).where(
        PatternRelation.pattern_id.in_(numbers),
        PatternRelation.withdrawn_at.is_(None),
        PatternRelation.note != "",
    )
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for number, note in db.session.execute(query.order_by(PatternRelation.id)):
        found[number].append(note)
    return found


def shows_links_of(member_id: int) -> ColumnElement[bool]:
    """For a query: whether a curator has let something of a member through."""
    theirs = select(Member.person_id).where(Member.id == member_id)
    return exists().where(LibraryHold.by_id.in_(theirs), LibraryHold.outcome == Outcome.SHOWN)


_WAITS = LibraryHold.ended_at.is_(None)
_IS_ASIDE = (
    (LibraryHold.about == kind) & is_aside(SetAside(kind.value), LibraryHold.subject_id)
    for kind in Held
)
_IS_TOLD = _WAITS & ~or_(*_IS_ASIDE)
_STANDS = (PatternRevision.pattern_id == Pattern.id) & (PatternRevision.number == Pattern.revision)


def _lines(whose: ColumnElement[bool], reader: int) -> list[HeldLine]:
    query = select(LibraryHold).where(_IS_TOLD, whose).order_by(LibraryHold.id).limit(MOST)
    rows = db.session.scalars(query).all()
    numbers = {kind: [row.subject_id for row in rows if row.about is kind] for kind in Held}
    found = {kind: _READ[kind](some, reader) for kind, some in numbers.items() if some}
    known = [(row, found[row.about].get(row.subject_id)) for row in rows]
    return [
        replace(line, number=row.id, texts=[*line.texts, *_said(row.why)])
        for row, line in known
        if line is not None
    ]


def _said_of_patterns(kind: Held, numbers: Sequence[int], reader: int) -> Mapping[int, HeldLine]:
    of, within, texts = _SAID[kind]
    beside = within or of
    query = select(of.id, beside.id, Pattern.title, Pattern.slug, is_seen_by(reader), *texts)
    query = query.select_from(of)
    query = query.join(within) if within else query
    query = query.join(Pattern, Pattern.id == beside.pattern_id).where(of.id.in_(numbers))
    return {
        number: HeldLine(
            about=kind.value,
            subject=subject,
            title=title if is_seen else None,
            slug=slug,
            texts=_said(*said),
        )
        for number, subject, title, slug, is_seen, *said in db.session.execute(query)
    }


def _collections(numbers: Sequence[int], _reader: int) -> Mapping[int, HeldLine]:
    stands = CollectionEntry.collection_id.in_(numbers), CollectionEntry.withdrawn_at.is_(None)
    query = select(CollectionEntry.collection_id, CollectionEntry.why).where(*stands)
    whys: dict[int, list[str]] = {number: [] for number in numbers}
    order = CollectionEntry.place, CollectionEntry.id
    for number, why in db.session.execute(query.order_by(*order)):
        whys[number].append(why)
    rows = db.session.scalars(select(Collection).where(Collection.id.in_(numbers))).unique()
    return {
        row.id: HeldLine(
            about=Held.COLLECTION.value,
            subject=row.id,
            title=row.title,
            slug=row.slug,
            texts=_said(row.about, *whys[row.id]),
            seen=row.version,
        )
        for row in rows
        if not row.is_removed
    }


def _patterns(numbers: Sequence[int], _reader: int) -> Mapping[int, HeldLine]:
    query = select(Pattern, PatternRevision.content).join(PatternRevision, _STANDS)
    query = query.where(Pattern.id.in_(numbers))
    rows = [(row, from_json(content)) for row, content in db.session.execute(query).unique()]
    beside, read = said_of_relations(numbers), read_with([row for row, _ in rows])
    return {
        row.id: HeldLine(
            about=Held.PATTERN.value,
            subject=row.id,
            title=row.title,
            slug=row.slug,
            texts=[
                *(
                    f"{heading}: {words}"
                    for name, heading in HEADINGS.items()
                    if (words := told(content, name))
                ),
                *beside[row.id],
                *_before(content, read[row.id]),
            ],
            seen=row.revision,
        )
        for row, content in rows
    }


def _before(content: Content, read: Sequence[PatternRevision]) -> list[str]:
    more = elsewhere(links_in(read) - links_of(content))
    return [f"In its history: {', '.join(sorted(more))}"] if more else []


def _said(*texts: str) -> list[str]:
    return [one for one in texts if one]


# Which table, that of what it is said of where it is not of a pattern itself, and what it says.
_SAID: Mapping[Held, tuple[Any, Any, tuple[Any, ...]]] = {
    Held.USE: (
        KnownUse,
        None,
        (KnownUse.organisation, KnownUse.place, KnownUse.url, KnownUse.adapted, KnownUse.limits),
    ),
    Held.SUGGESTION: (Suggestion, None, (Suggestion.why,)),
    Held.REVIEW: (Review, None, (Review.words, Review.interest)),
    Held.OBJECTION: (Objection, None, (Objection.reason,)),
    Held.ANSWER: (ObjectionAnswer, Objection, (ObjectionAnswer.words,)),
    Held.MESSAGE: (SuggestionMessage, Suggestion, (SuggestionMessage.words,)),
}
_READ: Mapping[Held, Callable[[Sequence[int], int], Mapping[int, HeldLine]]] = {
    **{kind: partial(_said_of_patterns, kind) for kind in _SAID},
    Held.COLLECTION: _collections,
    Held.PATTERN: _patterns,
}
