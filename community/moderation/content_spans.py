"""Words taken out of content under the code, where the rest of it stays, and put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.accounts.models import Member
from community.bars import times
from community.conduct.state_models import Content, ContentState, Standing
from community.conduct.state_queries import standing_state
from community.conduct.taking_out import Back, put_back_into, redactions_of, take_out_of
from community.errors import Refusal
from community.redaction import Spot

from .content_kinds import KINDS


class NotThere(Refusal):
    """The words do not stand in what they were to be taken out of."""


class OutOfSight(Refusal):
    """What is out of sight as a whole has no words put back into it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How something is to be set aside: how far, for which clause, and what its author is told;
    which `words` of it, where a part is taken out.
    """

    state: Standing
    clause_key: str
    why: str
    words: str = ""


def stand_unseen(spots: Sequence[Spot], words: str) -> bool:
    """Whether words stand where whoever takes them out does not read."""
    return any(times(words, spot.text) for spot in spots if not spot.is_open)


def take_words_out(state: ContentState, row: Any, words: str, *, by: Member) -> None:
    """Take words out of a row; they are kept, so that they can be put back."""
    kind = KINDS[state.about]
    if kind.redact is None:
        take_out_of(state.about, row, kind.own_spots, words)
    else:
        kind.redact(row, words, by=by, now=state.at)
    state.title, state.kept = kind.title_of(row), words


def redacted_so(about: Content, row: Any, given: Aside) -> ContentState | None:
    """The redaction that has taken the words out already. Raises `NotThere` where they are not."""
    if any(times(given.words, spot.text) for spot in KINDS[about].own_spots(row)):
        return None
    for state in redactions_of(about, row.id):
        if state.clause_key == given.clause_key and times(given.words, state.kept):
            return state
    elsewhere = KINDS[about].why_not_there(row, given.words)
    raise NotThere(elsewhere or "These words do not stand here any more.")


def put_words_back(state: ContentState, row: Any, *, by: Member, now: datetime) -> Back:
    """Put what one state has taken out where it was, in what was not changed since. Gives where it
    is then. Raises `OutOfSight`.
    """
    if standing_state(state.about, state.subject_id) is not None:
        raise OutOfSight("It is out of sight as a whole. Bring that back first.")
    kind = KINDS[state.about]
    if kind.put_words_back is None:
        return put_back_into(state, row, kind.own_spots)
    return kind.put_words_back(state, row, by=by, now=now)
