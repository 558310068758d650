"""What comes nearest where hardly anything says all that was typed: patterns that say part of it.

Somebody types a problem as it comes to them, *nobody answers new contributors*, and no text has
each of these words in that form. Looked for are words by what they begin with; one that stands in
few patterns tells more than one that stands in many.
"""

from collections import defaultdict
from collections.abc import Collection
from math import log

from community.access import Viewer
from community.db import db

from .compounds import apart
from .engine_queries import dialect
from .near import FEW
from .partly_queries import saying_each, shown, word_name
from .queries import Found, for_postgresql, for_sqlite
from .words import Asked, beginning

_MOST_WORDS = 5  # of a query, the longest: each is looked for by itself
_MANY = 3  # words of which one alone is not enough
_SHARE = 3  # that much of it has to be said: a third


def part_of(asked: Asked) -> Asked:
    """The words of a query by what they and their other forms begin with."""
    rows = [
        tuple(beginning(w) if len(row) == 1 and not apart(w) else w for w in row)
        for row in asked.words
    ]
    longest = sorted(dict.fromkeys(rows), key=lambda row: -sum(map(len, row)))
    return Asked(tuple(longest[:_MOST_WORDS]), is_open=True, all_open=True)


def partly(asked: Asked, who: Viewer, known: Collection[Found], *, most: int) -> list[Found]:
    """At most so many patterns besides the few `known` that say part of what is asked for, those
    first that say most: a third at least, and of many words two. None where enough is known.
    """
    if not asked or len(known) >= FEW:
        return []
    numbers = _ranked(part_of(asked), who, {one.id for one in known})[:most]
    rows = db.session.execute(shown(), {"numbers": numbers}).mappings() if numbers else ()
    found = {row["number"]: Found(**row, is_by_title=False) for row in rows}
    return [found[number] for number in numbers]


def _ranked(asked: Asked, who: Viewer, known: Collection[int]) -> list[int]:
    """The numbers of patterns by how much of it they say; the id of a pattern is its number."""
    sought = for_sqlite if dialect() == "sqlite" else for_postgresql
    values: dict[str, object] = {
        word_name(place): sought(Asked((word,), is_open=True))
        for place, word in enumerate(asked.words)
    }
    if who.member is not None:
        values["person_id"] = who.member.person_id
    query = saying_each(dialect(), len(asked.words), is_member=who.member is not None)
    places = defaultdict(set)
    for place, number in db.session.execute(query, values):
        places[number].add(place)
    weights = _weights(places.values(), len(asked.words))
    enough = 1 if len(weights) < _MANY else 2, sum(weights) / _SHARE
    scores = {
        number: sum(weights[place] for place in said)
        for number, said in places.items()
        if len(said) >= enough[0] and number not in known
    }
    told = (number for number, score in scores.items() if score >= enough[1])
    return sorted(told, key=lambda number: (-scores[number], -number))


def _weights(said: Collection[Collection[int]], words: int) -> list[float]:
    """How much each of so many words tells: the fewer say it the more, and much more than those
    that most say; one that stands nowhere would have told most.
    """
    times = [0] * words
    for places in said:
        for place in places:
            times[place] += 1
    return [log(1 + len(said) / (number or 0.5)) ** 2 for number in times]
