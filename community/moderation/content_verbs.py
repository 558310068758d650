"""What is known of each sort of content that can be set aside: its verbs, and what it says."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select

from community.accounts.models import Member, Person
from community.conduct.state_models import ContentState
from community.conduct.taking_out import Back
from community.db import locked
from community.redaction import Spot

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
