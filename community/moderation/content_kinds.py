"""What can be set aside, and by which verbs of the feature it belongs to."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, select

from community.accounts.models import Member, Person
from community.agendas import setting_aside as items
from community.agendas.models import Item
from community.calls.models import Call
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import standing_state
from community.conduct.taking_out import Back
from community.db import db, locked
from community.facilitation import setting_aside as look_backs
from community.facilitation.look_back_models import LookBack
from community.notes import setting_aside as notes
from community.notes.models import Note
from community.patterns import known_uses, use_redacting
from community.patterns import setting_aside as patterns
from community.patterns import setting_collection_aside as collections
from community.patterns import setting_edits_aside as edits
from community.patterns import setting_said_aside as said
from community.patterns.collection_models import Collection as Gathered
from community.patterns.curation_models import Objection, ObjectionAnswer, Review
from community.patterns.known_use_models import KnownUse
from community.patterns.models import Pattern
from community.patterns.suggestion_models import Suggestion, SuggestionMessage
from community.records import redacting_calls as calls
from community.redaction import Spot

from .subjects import Subject

Parts = Callable[[Collection[int], Collection[int]], Sequence[Select[int, int]]]


class Act(Protocol):
    """Does something to a row for a responder, with words that stand in its place, or that were
    kept of it; gives what undoing it has to know.
    """

    def __call__(self, row: Any, words: str, /, *, by: Member, now: datetime) -> Any:
        """Once; what was out of sight before stays so."""


class PutBack(Protocol):
    """Puts words back into a row that were taken out by a state, where it was not changed since."""

    def __call__(self, state: ContentState, row: Any, /, *, by: Member, now: datetime) -> Back:
        """Once; gives where they are then."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The verbs for one sort of content. `parts` gives queries for who has a part in what, as
    pairs of numbers; `title_of` is by what its author knows it; `source_of` what it says, as
    Markdown, read by its author and the responders alone; `spots_of` the texts that a part can be
    taken out of; both with what is kept of it where it is out of sight. `redact` and
    `put_words_back` are there where that changes more than these texts. `hold` holds it, after what
    is to be held before it. `writer_of` some words of it where several write it, and
    `why_not_there` where words stand that it has from something else, and who can change them
    there; else empty.
    """

    model: type[Any]
    parts: Parts
    title_of: Callable[[Any], str]
    source_of: Callable[[Any, str], str]
    set_aside: Act
    bring_back: Act
    purge: Act
    spots_of: Callable[[Any, str], Sequence[Spot]]
    redact: Act | None = None
    put_words_back: PutBack | None = None
    hold: Callable[[Any], Any] = lambda row: locked(type(row), row.id)
    writer_of: Callable[[Any, str], Person | None] = lambda _row, _words: None
    why_not_there: Callable[[Any, str], str] = lambda _row, _words: ""

    def own_spots(self, row: Any) -> Sequence[Spot]:
        """The texts of what is not out of sight."""
        return self.spots_of(row, "")


def _parts_of_items(
    numbers: Collection[int], members: Collection[int]
) -> Sequence[Select[int, int]]:
    return [*items.parts(numbers, members), *notes.parts_on_items(numbers, members)]


def _of_what_is_said(model: type[Any], parts: Parts) -> Kind:
    return Kind(
        model,
        parts,
        said.title_of,
        said.source_of,
        said.set_aside,
        said.bring_back,
        said.purge,
        said.own_spots,
        hold=said.held,
    )


KINDS: Mapping[Content, Kind] = {
    Content.NOTE: Kind(
        Note,
        notes.parts,
        notes.title_of,
        notes.source_of,
        notes.set_aside,
        notes.bring_back,
        notes.purge,
        notes.own_spots,
        notes.redact,
        notes.put_words_back,
    ),
    Content.ITEM: Kind(
        Item,
        _parts_of_items,
        items.title_of,
        items.source_of,
        items.set_aside,
        items.bring_back,
        items.purge,
        items.own_spots,
        items.redact,
        items.put_words_back,
    ),
    Content.PATTERN: Kind(
        Pattern,
        patterns.parts,
        patterns.title_of,
        patterns.source_of,
        patterns.set_aside,
        patterns.bring_back,
        patterns.purge,
        patterns.own_spots,
        patterns.redact,
        patterns.put_words_back,
    ),
    Content.USE: Kind(
        KnownUse,
        patterns.parts_of_uses,
        patterns.title_of_use,
        patterns.source_of_use,
        patterns.set_use_aside,
        patterns.bring_use_back,
        patterns.purge_use,
        use_redacting.own_spots_of_use,
        use_redacting.redact_use,
        use_redacting.put_words_back_in_use,
        known_uses.held,
    ),
    Content.REVIEW: _of_what_is_said(Review, said.parts_of_reviews),
    Content.OBJECTION: _of_what_is_said(Objection, said.parts_of_objections),
    Content.ANSWER: _of_what_is_said(ObjectionAnswer, said.parts_of_answers),
    Content.SUGGESTION: Kind(
        Suggestion,
        edits.parts_of_suggestions,
        edits.title_of,
        edits.source_of,
        edits.set_aside,
        edits.bring_back,
        edits.purge,
        edits.own_spots,
    ),
    Content.MESSAGE: Kind(
        SuggestionMessage,
        edits.parts_of_messages,
        edits.title_of_message,
        edits.source_of_message,
        edits.set_message_aside,
        edits.bring_message_back,
        edits.purge_message,
        edits.own_spots_of_message,
    ),
    Content.COLLECTION: Kind(
        Gathered,
        collections.parts,
        collections.title_of,
        collections.source_of,
        collections.set_aside,
        collections.bring_back,
        collections.purge,
        collections.own_spots,
        collections.redact,
        collections.put_words_back,
    ),
    Content.LOOK_BACK: Kind(
        LookBack,
        look_backs.parts,
        look_backs.title_of,
        look_backs.source_of,
        look_backs.set_aside,
        look_backs.bring_back,
        look_backs.purge,
        look_backs.own_spots,
    ),
    Content.CALL: Kind(
        Call,
        calls.parts,
        calls.title_of,
        calls.source_of,
        calls.refuse_whole,
        calls.refuse_whole,
        calls.refuse_whole,
        calls.own_spots,
        calls.redact,
        calls.put_words_back,
        writer_of=calls.writer_of,
        why_not_there=calls.why_not_there,
    ),
}


def spots_of(subject: Subject) -> Sequence[Spot]:
    """The texts of what is to be set aside from which words can be taken, as they are once it is
    back where it is out of sight.
    """
    about = Content(subject.about)
    standing = standing_state(about, subject.number)
    return KINDS[about].spots_of(row_of(about, subject.number), standing.kept if standing else "")


def why_not_there(subject: Subject, words: str) -> str:
    """Where words stand that something has from something else, and who can change them there."""
    about = Content(subject.about)
    return KINDS[about].why_not_there(row_of(about, subject.number), words)


def row_of(about: Content, number: int) -> Any:
    """The content with a number; None where it has gone with whoever wrote it."""
    return db.session.get(KINDS[about].model, number)


def rows_of(states: Iterable[ContentState]) -> Mapping[tuple[Content, int], Any]:
    """What some states are about, by sort and number, as far as it is there; a query for a sort."""
    numbers: dict[Content, set[int]] = {}
    for one in states:
        numbers.setdefault(one.about, set()).add(one.subject_id)
    models = [(about, KINDS[about].model, some) for about, some in numbers.items()]
    return {
        (about, row.id): row
        for about, model, some in models
        for row in db.session.scalars(select(model).where(model.id.in_(some))).unique()
    }
