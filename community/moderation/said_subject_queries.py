"""What a report is about that is said beside something else, such as a known use of a pattern."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Select, union

from community.access import Viewer, may_see
from community.calls.queries import sittings_of
from community.conduct.state_models import Content
from community.conduct.state_queries import standing_state
from community.db import db
from community.facilitation import setting_aside as look_backs
from community.facilitation.look_back_models import LookBack
from community.facilitation.look_back_queries import look_back_standing
from community.notes.outcome_queries import outcome_numbered
from community.notes.outcomes import NoteOutcome
from community.patterns import setting_aside as patterns
from community.patterns import setting_collection_aside as collections
from community.patterns import setting_edits_aside as edits
from community.patterns import setting_said_aside as said
from community.patterns import setting_whys_aside as whys
from community.patterns.collection_models import Collection as Gathered
from community.patterns.collection_queries import standing_at
from community.patterns.credit_queries import unnamed
from community.patterns.curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from community.patterns.curation_queries import (
    answer_numbered,
    objection_numbered,
    review_numbered,
    word_numbered,
)
from community.patterns.known_use_models import KnownUse, UseVerification
from community.patterns.known_use_queries import use_numbered, verification_numbered
from community.patterns.models import Pattern, StageChange
from community.patterns.place_queries import change_numbered, decline_numbered
from community.patterns.suggestion_message_queries import message_numbered
from community.patterns.suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from community.patterns.suggestion_queries import suggestion_numbered
from community.text import render_markdown

from .report_models import About
from .subjects import NOBODY, Subject, whose

_DIGITS = 9


Parts = Callable[[Collection[int], Collection[int] | Select[int]], Sequence[Select[int, int]]]


class _Said(NamedTuple):
    """One sort of it: how what stands is found by what is in an address, how a row is told, and
    queries for who has a part in which, as pairs of numbers.
    """

    model: type[Any]
    find: Callable[[str], Any]
    tell: Callable[[Any], Subject]
    parts: Parts


def number_in(reference: str) -> int | None:
    """The number that stands in an address."""
    is_one = reference.isdecimal() and len(reference) <= _DIGITS
    return int(reference) if is_one else None


def parts_of(about: About, number: int | None, members: Select[int]) -> Collection[int]:
    """Which of some members have a part in what is said with this number; numbers of them."""
    sort = _SAID.get(about)
    if sort is None or number is None:
        return ()
    found = db.session.execute(union(*sort.parts([number], members)))
    return {member_id for _, member_id in found}


def _at(sort: _Said, viewer: Viewer, reference: str) -> Subject | None:
    row = sort.find(reference)
    return sort.tell(row) if row is not None and may_see(viewer, row) else None


def _numbered(find: Callable[[int], Any]) -> Callable[[str], Any]:
    def found(reference: str) -> Any:
        number = number_in(reference)
        return find(number) if number is not None else None

    return found


def _use(use: KnownUse) -> Subject:
    words = patterns.source_of_use(use)
    return Subject(
        Content.USE,
        str(use.id),
        use.id,
        title="",
        source=words,
        html=render_markdown(words),
        shown_name=use.organisation,
        made_at=use.changed_at,
        is_gone=use.withdrawn_at is not None,
        **whose(use.by),  # type: ignore[arg-type]
    )


def _judged(about: About, row: Any) -> Subject:
    gone = row.withdrawn_at is not None
    return _by_somebody(about, row, said.source_of(row), said.pattern_of(row), is_gone=gone)


def _why(about: Content, row: StageChange | SuggestionDecision) -> Subject:
    pattern = row.suggestion.pattern if isinstance(row, SuggestionDecision) else row.pattern
    return _by_somebody(about, row, whys.source_of(row), pattern, is_gone=row.is_aside)


def _became(row: NoteOutcome) -> Subject:
    """Who said it stands beside no note."""
    return Subject(
        Content.OUTCOME,
        str(row.id),
        row.id,
        title="",
        source=row.why,
        html=render_markdown(row.why),
        made_at=row.at,
        is_gone=row.is_aside,
        **whose(row.by.person),  # type: ignore[arg-type]
    )


def _edit(row: Suggestion) -> Subject:
    gone = row.withdrawn_at is not None
    return _by_somebody(Content.SUGGESTION, row, edits.source_of(row), row.pattern, is_gone=gone)


def _message(row: SuggestionMessage) -> Subject:
    gone = standing_state(Content.MESSAGE, row.id) is not None
    return _by_somebody(Content.MESSAGE, row, row.words, row.suggestion.pattern, is_gone=gone)


def collections_told(rows: Sequence[Gathered]) -> Sequence[Subject]:
    """What collections are; one query for all."""
    said_in = collections.sources_of(rows)
    return [_collection(row, said_in[row.id]) for row in rows]


def _collection(row: Gathered, words: str) -> Subject:
    return Subject(
        Content.COLLECTION,
        row.slug,
        row.id,
        title=row.title,
        source=words,
        html=render_markdown(words),
        revision=row.version,
        made_at=row.changed_at,
        is_gone=row.is_removed,
        **whose(row.by),  # type: ignore[arg-type]
    )


def _look_back(row: LookBack) -> Subject:
    """Without whose it is, and as of when the call was held: nobody is told who said it or when."""
    words = look_backs.source_of(row)
    return Subject(
        Content.LOOK_BACK,
        row.key,
        row.id,
        title="",
        source=words,
        html=render_markdown(words),
        made_at=min((one.starts_at for one in sittings_of(row.call)), default=None),
        is_gone=look_back_standing(row.key) is None,
        said_by=row.member.person if row.member else None,
    )


def _by_somebody(about: About, row: Any, words: str, pattern: Pattern, *, is_gone: bool) -> Subject:
    """What somebody said of a pattern, by the name that stands beside it there."""
    by = row.by
    name = None if by.id in unnamed(pattern) else by.credited_as
    return Subject(
        about,
        str(row.id),
        row.id,
        title="",
        source=words,
        html=render_markdown(words),
        shown_name=name or NOBODY,
        made_at=row.at,
        is_gone=is_gone,
        **whose(by),  # type: ignore[arg-type]
    )


def _of_pattern(
    about: Content, model: type[Any], find: Callable[[int], Any], parts: Parts
) -> _Said:
    return _Said(model, _numbered(find), partial(_judged, about), parts)


_SAID: Mapping[About, _Said] = {
    Content.USE: _Said(KnownUse, _numbered(use_numbered), _use, patterns.parts_of_uses),
    Content.REVIEW: _of_pattern(Content.REVIEW, Review, review_numbered, said.parts_of_reviews),
    Content.OBJECTION: _of_pattern(
        Content.OBJECTION, Objection, objection_numbered, said.parts_of_objections
    ),
    Content.ANSWER: _of_pattern(
        Content.ANSWER, ObjectionAnswer, answer_numbered, said.parts_of_answers
    ),
    Content.CURATOR_WORD: _of_pattern(
        Content.CURATOR_WORD, CuratorWord, word_numbered, said.parts_of_words
    ),
    Content.VERIFICATION: _of_pattern(
        Content.VERIFICATION, UseVerification, verification_numbered, said.parts_of_verifications
    ),
    Content.STAGE: _Said(
        StageChange,
        _numbered(change_numbered),
        partial(_why, Content.STAGE),
        whys.parts_of_stages,
    ),
    Content.OUTCOME: _Said(
        NoteOutcome, _numbered(outcome_numbered), _became, whys.parts_of_outcomes
    ),
    Content.DECLINE: _Said(
        SuggestionDecision,
        _numbered(decline_numbered),
        partial(_why, Content.DECLINE),
        edits.parts_of_suggestions,
    ),
    Content.SUGGESTION: _Said(
        Suggestion, _numbered(suggestion_numbered), _edit, edits.parts_of_suggestions
    ),
    Content.MESSAGE: _Said(
        SuggestionMessage, _numbered(message_numbered), _message, edits.parts_of_messages
    ),
    Content.LOOK_BACK: _Said(LookBack, look_back_standing, _look_back, look_backs.parts),
    Content.COLLECTION: _Said(
        Gathered, standing_at, lambda row: collections_told([row])[0], collections.parts
    ),
}
TOLD: Mapping[About, tuple[type[Any], Callable[[Any], Subject]]] = {
    about: (sort.model, sort.tell) for about, sort in _SAID.items()
}
FINDERS: Mapping[str, Callable[[Viewer, str], Subject | None]] = {
    about.value: partial(_at, sort) for about, sort in _SAID.items()
}
