"""What stands in the place of words that are set aside under the code, or beside those of which a
part was taken out, where what they were said with stays: a stage, a decision on an edit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from community.conduct.state_models import Content
from community.conduct.state_queries import (
    Placeholder,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.db import db
from community.marks import BAR

from .models import StageChange
from .suggestion_models import SuggestionDecision


@dataclass(frozen=True, slots=True)
class Place:
    """For which clause the whole is set aside (None: it is not, or is spam), and for which words
    were taken out of it.
    """

    placeholder: Placeholder | None = None
    redactions: tuple[Placeholder, ...] = ()


def stage_places(changes: Iterable[StageChange]) -> Mapping[int, Place]:
    """Of why patterns came to stages, by the number of the change; one query where some are set
    aside, and one where some have a bar.
    """
    some = ((one.id, one.why, one.is_aside) for one in changes)
    return _places(Content.STAGE, StageChange.id, some)


def decline_place(made: SuggestionDecision | None) -> Place | None:
    """The same of why an edit was not taken; one query at most."""
    if made is None:
        return None
    some = [(made.id, made.reason, made.is_aside)]
    return _places(Content.DECLINE, SuggestionDecision.suggestion_id, some).get(made.id)


def change_numbered(number: int) -> StageChange | None:
    """The change of a stage with this number that somebody said why of, unless that is set aside:
    what the rules say is nobody's.
    """
    said = StageChange.by_id.is_not(None), StageChange.why != "", ~StageChange.is_aside
    return db.session.scalar(select(StageChange).where(StageChange.id == number, *said))


def decline_numbered(number: int) -> SuggestionDecision | None:
    """What came of the suggestion with this number, where it says why and that is not set aside."""
    made = SuggestionDecision
    said = made.reason != "", ~made.is_aside
    return db.session.scalar(select(made).where(made.suggestion_id == number, *said))


def _places(
    about: Content, number: Any, said: Iterable[tuple[int, str, bool]]
) -> Mapping[int, Place]:
    known = list(said)
    gone = [one for one, _, is_aside in known if is_aside]
    cut = [one for one, words, is_aside in known if BAR in words and not is_aside]
    found = {one: Place(None, told) for one, told in redactions_among(about, cut).items()}
    if gone:
        query = with_states(
            select(number).select_from(number.class_).where(number.in_(gone)), about, number
        )
        found |= {row[0]: Place(placeholder_in(row)) for row in db.session.execute(query)}
    return found
