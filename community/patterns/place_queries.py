"""Why patterns came to stages and why edits were not taken, found to be reported or set aside, and
what stands in the place of it.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from community.conduct.place_queries import Place, places_among
from community.conduct.state_models import Content
from community.db import db

from .models import StageChange
from .suggestion_models import SuggestionDecision


def stage_places(changes: Iterable[StageChange]) -> Mapping[int, Place]:
    """Of why patterns came to stages, by the number of the change; one query where some are set
    aside, and one where some have a bar.
    """
    some = ((one.id, one.why, one.is_aside) for one in changes)
    return places_among(Content.STAGE, StageChange.id, some)


def decline_place(made: SuggestionDecision | None) -> Place | None:
    """The same of why an edit was not taken; one query at most."""
    if made is None:
        return None
    some = [(made.id, made.reason, made.is_aside)]
    return places_among(Content.DECLINE, SuggestionDecision.suggestion_id, some).get(made.id)


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
