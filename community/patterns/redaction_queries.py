"""Reads about words that are to be taken out of a pattern: every place they are kept in."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from community.conduct.forgetting import kept_spots, kept_spots_beside
from community.conduct.state_models import Content
from community.db import db
from community.redaction import Put, Spot, spot_in
from community.text import LONGEST_SOURCE

from .closed_spot_queries import without_what_is_aside
from .collection_models import CollectionEntry, Openness
from .comparing import HEADINGS
from .content import LONGEST_SUMMARY, LONGEST_TITLE
from .curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from .known_use_models import KnownUse, UseVerification
from .models import Pattern, PatternRevision, StageChange
from .origin_queries import spots_of_origin
from .redaction_models import PatternRedaction
from .relation_spots import spots_of_relations, spots_of_suggested_relations
from .suggestion_models import (
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
    SuggestionMessage,
)
from .tool_queries import tool_spots_of
from .use_spots import spots_of_uses

_CLOSED = frozenset(
    {
        *("dimensions", "infrastructure", "roles", "moments", "effort", "people", "training"),
        *("language", "licence", "kind", "audience"),
    }
)
_MOST = {"title": LONGEST_TITLE, "summary": LONGEST_SUMMARY}
_NUMBERED: Sequence[tuple[Any, str, dict[str, str]]] = (
    (StageChange, "Why it came to a stage", {"why": "stage"}),
    (Review, "A review", {"words": "words", "interest": "interest"}),
    (Objection, "An objection", {"reason": "reason"}),
    (CuratorWord, "A curator’s word", {"word": "word"}),
    (Suggestion, "A suggested edit", {"why": "summary"}),
    (CollectionEntry, "Why it is in a collection", {"why": "why"}),
    (PatternRedaction, "Why words were taken out", {"why": "why"}),
)


def redacted_from(pattern: Pattern) -> int:
    """The revision from which on it is without what was taken out; 0: nothing was."""
    query = select(func.max(PatternRedaction.number))
    return db.session.scalar(query.where(PatternRedaction.pattern_id == pattern.id)) or 0


def revisions_whole(pattern: Pattern) -> Sequence[PatternRevision]:
    """Every revision, the latest first."""
    query = select(PatternRevision).where(PatternRevision.pattern_id == pattern.id)
    return db.session.scalars(query.order_by(PatternRevision.number.desc())).all()


def spots_of(pattern: Pattern) -> list[Spot]:
    """Every place where words of a pattern are kept, but for what members have begun to write."""
    return [
        *own_spots_of(pattern),
        *said_of(pattern),
        *kept_spots(Content.PATTERN, pattern.id),
        *kept_spots(Content.USE, *_uses(pattern)),
        *_kept_of_others(pattern),
        *kept_spots_beside(name_of(pattern.id)),
    ]


def name_of(number: int) -> str:
    """By what a pattern is known where words are kept with the note that it was begun from."""
    return f"pattern {number}"


def said_of(pattern: Pattern) -> list[Spot]:
    """What others said of it, or would change in it."""
    of_others = [*_of_rows(pattern), *spots_of_uses(pattern), *spots_of_relations(pattern)]
    of_others += _of_suggestions(pattern)
    of_others = without_what_is_aside(of_others)
    return [*of_others, *tool_spots_of(pattern), *spots_of_origin(pattern.id)]


def _uses(pattern: Pattern) -> Sequence[int]:
    query = select(KnownUse.id).where(KnownUse.pattern_id == pattern.id)
    return db.session.scalars(query.order_by(KnownUse.id)).all()


def _kept_of_others(pattern: Pattern) -> Iterator[Spot]:
    """What is kept of what others said of it and had words taken out of under the code."""
    reviews = select(Review.id).where(Review.pattern_id == pattern.id)
    objections = select(Objection.id).where(Objection.pattern_id == pattern.id)
    answers = select(ObjectionAnswer.id).where(ObjectionAnswer.objection_id.in_(objections))
    edits = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    messages = select(SuggestionMessage.id).where(SuggestionMessage.suggestion_id.in_(edits))
    words = select(CuratorWord.id).where(CuratorWord.pattern_id == pattern.id)
    seen = select(UseVerification.id).where(UseVerification.use_id.in_(_uses(pattern)))
    stages = select(StageChange.id).where(StageChange.pattern_id == pattern.id)
    gathered = select(CollectionEntry.collection_id).where(CollectionEntry.pattern_id == pattern.id)
    for about, query in (
        (Content.COLLECTION, gathered.distinct().order_by(CollectionEntry.collection_id)),
        (Content.SUGGESTION, edits.order_by(Suggestion.id)),
        (Content.MESSAGE, messages.order_by(SuggestionMessage.id)),
        (Content.REVIEW, reviews.order_by(Review.id)),
        (Content.OBJECTION, objections.order_by(Objection.id)),
        (Content.ANSWER, answers.order_by(ObjectionAnswer.id)),
        (Content.CURATOR_WORD, words.order_by(CuratorWord.id)),
        (Content.VERIFICATION, seen.order_by(UseVerification.id)),
        (Content.STAGE, stages.order_by(StageChange.id)),
        (Content.DECLINE, edits.order_by(Suggestion.id)),
    ):
        yield from kept_spots(about, *db.session.scalars(query))


def own_spots_of(pattern: Pattern) -> list[Spot]:
    """What it says and said, revision by revision, the latest first."""
    return list(_of_revisions(pattern))


def _of_revisions(pattern: Pattern) -> Iterator[Spot]:
    for row in revisions_whole(pattern):
        where, name = f"revision {row.number}", f"revision-{row.number}"
        is_open = row.number >= pattern.opened_from
        yield from in_json(row, "content", name, where, is_open=is_open)
        yield spot_in(row, "why", f"{name}-why", "What was changed", where, is_open=is_open)


def _of_rows(pattern: Pattern) -> Iterator[Spot]:
    for model, what, columns in _NUMBERED:
        mine = select(model).where(model.pattern_id == pattern.id)
        for row in db.session.scalars(mine.order_by(model.id)):
            yield from columns_of(row, what, columns, is_open=_is_open(row, pattern))
    answers = (
        select(ObjectionAnswer)
        .join(Objection, Objection.id == ObjectionAnswer.objection_id)
        .where(Objection.pattern_id == pattern.id)
    )
    for answer in db.session.scalars(answers):
        yield from columns_of(answer, "An answer to an objection", {"words": "answer"})


def _of_suggestions(pattern: Pattern) -> Iterator[Spot]:
    mine = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    private = _private_suggestions(pattern)
    yield from sections_suggested(pattern)
    yield from spots_of_suggested_relations(pattern)
    decisions = select(SuggestionDecision).where(SuggestionDecision.suggestion_id.in_(mine))
    for made in db.session.scalars(decisions):
        is_open = made.suggestion_id not in private
        yield from columns_of(
            made, "Why an edit was not taken", {"reason": "reason"}, is_open=is_open
        )
    messages = select(SuggestionMessage).where(SuggestionMessage.suggestion_id.in_(mine))
    for said in db.session.scalars(messages):
        is_open = said.suggestion_id not in private
        yield from columns_of(
            said, "What was said about an edit", {"words": "words"}, is_open=is_open
        )


def sections_suggested(pattern: Pattern) -> Iterator[Spot]:
    """The sections that suggestions would have otherwise: the pattern's own words, and others. What
    is chosen of a list has no words.
    """
    mine = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    private = _private_suggestions(pattern)
    query = select(SuggestedSection).where(
        SuggestedSection.suggestion_id.in_(mine), SuggestedSection.section.not_in(_CLOSED)
    )
    for row in db.session.scalars(query):
        yield from words_in_section(row, is_open=row.suggestion_id not in private)


def words_in_section(row: SuggestedSection, *, is_open: bool = True) -> Iterator[Spot]:
    """What a suggestion would have a section say; nothing where that is chosen of a list."""
    if row.section not in _CLOSED:
        name, where = (
            f"suggestion-{row.suggestion_id}-{row.section}",
            f"suggestion {row.suggestion_id}",
        )
        yield from in_json(row, "value", name, where, row.section, is_open=is_open)


def _private_suggestions(pattern: Pattern) -> set[int]:
    query = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    return set(db.session.scalars(query.where(Suggestion.number < pattern.opened_from)))


def _is_open(row: Any, pattern: Pattern) -> bool:
    """Whether others than those it is among may read it."""
    if isinstance(row, Suggestion):
        return row.number >= pattern.opened_from
    if isinstance(row, CollectionEntry):
        return row.collection.openness is Openness.PUBLIC and not row.collection.is_aside
    return True


def columns_of(
    row: Any, what: str, columns: dict[str, str], *, is_open: bool = True
) -> Iterator[Spot]:
    """The texts of a row in some columns, by where they are."""
    table, number = row.__tablename__, getattr(row, "id", None) or row.suggestion_id
    for column, where in columns.items():
        name = f"{table}-{number}-{column}"
        yield spot_in(row, column, name, what, where, is_open=is_open)


def in_json(
    row: Any, column: str, name: str, where: str, section: str = "", *, is_open: bool = True
) -> Iterator[Spot]:
    """Every text in a column of JSON; what is put there goes into the column at once."""
    whole = {"": json.loads(getattr(row, column))}

    def into(holder: Any, key: Any) -> Put:
        def put(text: str) -> None:
            holder[key] = text
            kept = json.dumps(whole[""], ensure_ascii=False, separators=_SEPARATORS[column])
            setattr(row, column, kept)

        return put

    for holder, key, path in _leaves(whole, "", (section,) if section else ()):
        field = path[0] if path else ""
        what = HEADINGS.get(field, "What is begun")
        most = _MOST.get(field, LONGEST_SOURCE)
        spot = "-".join((name, *map(str, path)))
        yield Spot(spot, what, where, holder[key], into(holder, key), most, is_open)


_SEPARATORS = {"content": (",", ":"), "value": None, "typed": None}


def _leaves(holder: Any, key: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, Any, Any]]:
    value = holder[key]
    if isinstance(value, str):
        yield holder, key, path
    elif isinstance(value, dict):
        for inner in value:
            if inner not in _CLOSED:
                yield from _leaves(value, inner, (*path, inner))
    elif isinstance(value, list):
        for inner in range(len(value)):
            yield from _leaves(value, inner, (*path, inner))
