"""What can be set aside, and by which verbs of the feature it belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from community.agendas import setting_aside as items
from community.agendas.models import Item
from community.calls.models import Call
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import standing_state
from community.db import db
from community.facilitation import setting_aside as look_backs
from community.facilitation.look_back_models import LookBack
from community.notes import setting_aside as notes
from community.notes.models import Note
from community.notes.outcomes import NoteOutcome
from community.patterns import known_uses, use_redacting
from community.patterns import setting_aside as patterns
from community.patterns import setting_collection_aside as collections
from community.patterns import setting_edits_aside as edits
from community.patterns import setting_said_aside as said
from community.patterns import setting_whys_aside as whys
from community.patterns.collection_models import Collection as Gathered
from community.patterns.curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from community.patterns.known_use_models import KnownUse, UseVerification
from community.patterns.models import Pattern, StageChange
from community.patterns.suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from community.records import redacting_calls as calls
from community.redaction import Spot

from .content_verbs import Kind, Parts
from .subjects import Subject


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


def _of_why(model: type[Any], parts: Parts) -> Kind:
    return Kind(
        model,
        parts,
        whys.title_of,
        whys.source_of,
        whys.set_aside,
        whys.bring_back,
        whys.purge,
        whys.own_spots,
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
    Content.CURATOR_WORD: _of_what_is_said(CuratorWord, said.parts_of_words),
    Content.VERIFICATION: _of_what_is_said(UseVerification, said.parts_of_verifications),
    Content.STAGE: _of_why(StageChange, whys.parts_of_stages),
    Content.OUTCOME: _of_why(NoteOutcome, whys.parts_of_outcomes),
    Content.DECLINE: _of_why(SuggestionDecision, edits.parts_of_suggestions),
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
