"""What was written about suggested edits, and what authors of patterns have not heard of yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from community.conduct.state_models import Content, Standing
from community.conduct.state_queries import (
    Placeholder,
    is_aside,
    is_redacted,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.db import db
from community.distance.queries import is_person_kept_off

from .curator_queries import is_a_members
from .held_models import Held, is_kept_back
from .models import Pattern
from .suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from .suggestion_queries import SuggestionLine, concerns, is_open, lines_of, suggestions_decided

_IS_SAID = ~is_kept_back(Held.MESSAGE, SuggestionMessage.id)


@dataclass(frozen=True, slots=True)
class Message:
    """Words about a suggestion; `by` is None for who is not named. Where they are set aside under
    the code there are none, and `placeholder` stands in their place; `redactions`: for which
    clauses some were taken out.
    """

    words: str
    by: str | None
    at: datetime
    by_id: int
    number: int = 0
    placeholder: Placeholder | None = None
    redactions: tuple[Placeholder, ...] = ()


def last_said_of_edits(pattern: Pattern) -> Sequence[Select[Any]]:
    """When somebody last suggested an edit of it, wrote about one, or answered one, to be asked
    together with other things.
    """
    mine = Suggestion.pattern_id == pattern.id
    of_it = SuggestionMessage.suggestion_id == Suggestion.id
    return (
        select(func.max(Suggestion.at)).where(mine),
        select(func.max(SuggestionMessage.at)).join(Suggestion, of_it).where(mine, _IS_SAID),
        select(func.max(SuggestionDecision.at)).where(SuggestionDecision.pattern_id == pattern.id),
    )


def message_numbered(number: int) -> SuggestionMessage | None:
    """The message with this number, unless it is set aside, or waits for a curator."""
    shown = _IS_SAID & ~is_aside(Content.MESSAGE, SuggestionMessage.id)
    return db.session.scalar(select(SuggestionMessage).where(SuggestionMessage.id == number, shown))


def messages_about(row: Suggestion, off: Collection[int]) -> Sequence[Message]:
    """What was written about it, in order, with those that are set aside but without those that
    wait for a curator, or were left out or taken back then; one query, and one more
    where words of some were taken out.
    """
    is_cut = is_redacted(Content.MESSAGE, SuggestionMessage.id).label("is_redacted")
    query = (
        select(SuggestionMessage, is_cut)
        .select_from(SuggestionMessage)
        .options(joinedload(SuggestionMessage.by))
        .where(SuggestionMessage.suggestion_id == row.id, _IS_SAID)
        .order_by(SuggestionMessage.at, SuggestionMessage.id)
    )
    found = db.session.execute(with_states(query, Content.MESSAGE, SuggestionMessage.id)).all()
    cut = redactions_among(Content.MESSAGE, [one[0].id for one in found if one.is_redacted])
    return [
        _message(one[0], placeholder_in(one), off, cut)
        for one in found
        if one.set_aside is not Standing.SPAM
    ]


def _message(
    one: SuggestionMessage,
    placeholder: Placeholder | None,
    off: Collection[int],
    cut: Mapping[int, tuple[Placeholder, ...]],
) -> Message:
    return Message(
        words="" if placeholder else one.words,
        by=None if one.by_id in off else one.by.credited_as,
        at=one.at,
        by_id=one.by_id,
        number=one.id,
        placeholder=placeholder,
        redactions=cut.get(one.id, ()),
    )


def messages_since(
    row: Suggestion, since: datetime, by_id: int | None, off: Collection[int]
) -> Sequence[Message]:
    """What was written about it from then on and is not set aside, by one person where one is
    named.
    """
    said = [one for one in messages_about(row, off) if one.placeholder is None]
    return [one for one in said if one.at >= since and by_id in (None, one.by_id)]


def heard_of(
    person_id: int, since: datetime, *, curates: bool
) -> list[tuple[Suggestion, SuggestionLine]]:
    """What waits for whoever writes patterns and was suggested or written about from then on,
    by nobody they mute or block; for a curator also what waits with patterns of nobody here.
    """
    theirs = concerns(person_id, curates=False)
    if curates:
        theirs = theirs | (concerns(person_id, curates=True) & ~is_a_members())
    spoken = exists().where(
        SuggestionMessage.suggestion_id == Suggestion.id, SuggestionMessage.at >= since, _IS_SAID
    )
    query = (
        suggestions_decided().join(Suggestion.pattern).options(contains_eager(Suggestion.pattern))
    )
    query = query.where(theirs, is_open())
    query = query.where(~is_person_kept_off(person_id, Suggestion.by_id))
    query = query.where((Suggestion.at >= since) | spoken).order_by(Suggestion.id)
    rows = db.session.execute(query.limit(100)).all()
    return [(row, line) for (row, _), line in zip(rows, lines_of(rows), strict=True)]
