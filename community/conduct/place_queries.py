"""What stands in the place of words that are set aside under the code, or beside those of which a
part was taken out, where what they were said with stays: a stage, a decision, an outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from community.db import db

from .bar_queries import beside_bars
from .state_models import Content
from .state_queries import Placeholder, placeholder_in, with_states


@dataclass(frozen=True, slots=True)
class Place:
    """For which clause the whole is set aside (None: it is not, or is spam), and for which words
    were taken out of it.
    """

    placeholder: Placeholder | None = None
    redactions: tuple[Placeholder, ...] = ()


def places_among(
    about: Content, number: Any, said: Iterable[tuple[int, str, bool]]
) -> Mapping[int, Place]:
    """The places of words, by number, of which are given the number, the words and whether they
    are set aside; `number` is the column. One query where some are, and one where some have a bar.
    """
    known = list(said)
    gone = [one for one, _, is_aside in known if is_aside]
    cut = beside_bars(about, {one: words for one, words, is_aside in known if not is_aside})
    found = {one: Place(None, told) for one, told in cut.items()}
    if gone:
        query = select(number).select_from(number.class_).where(number.in_(gone))
        query = with_states(query, about, number)
        found |= {row[0]: Place(placeholder_in(row)) for row in db.session.execute(query)}
    return found
