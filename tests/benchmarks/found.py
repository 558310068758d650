"""What there is to find in the measured place: patterns and notes of words drawn by a seed, written
into the index alone, for that is what is looked through.
"""

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert

from community.db import db
from community.holdings import Audience
from community.search.indexing import VERSION
from community.search.models import Document, Indexing, Kind, first_id

_BEGINNINGS = "lic com mai prac fac gov lab care tru ope sou age pat dec act rec vot mem roo fee"
_ENDS = "s ing er ation ment al ity ence able or ed ly ship ure ist ic ous ary ant ine"
WORDS = [begin + end for begin in _BEGINNINGS.split() for end in _ENDS.split()]
_AT_ONCE = 1000


def fill_index(patterns: int, notes: int, now: datetime) -> None:
    """So many of each, by a transaction of the caller; numbered beyond what is really there."""
    draw = random.Random(1)
    rows = (
        _row(draw, kind, number, title, text, now)
        for kind, most, title, text in ((Kind.PATTERN, patterns, 4, 200), (Kind.NOTE, notes, 0, 35))
        for number in range(1_000_000, 1_000_000 + most)
    )
    for some in _pieces(rows):
        db.session.execute(insert(Document.__table__), some)
    db.session.add(Indexing(version=VERSION, at=now))  # so that no worker writes it anew


def _pieces(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _row(
    draw: random.Random, kind: Kind, number: int, title: int, text: int, now: datetime
) -> dict[str, Any]:
    titled, said = (" ".join(draw.choices(WORDS, k=many)) for many in (title, text))
    return {
        "id": first_id(kind) + number,
        "kind": kind,
        "number": number,
        "key": f"{kind.value}-{number}",
        "call_id": None,
        "author_id": None,
        "audience": Audience.PUBLIC if number % 3 else Audience.MEMBERS,
        "language": "en",
        "at": now,
        "title": titled,
        "text": said,
        "title_words": titled,
        "text_words": said,
    }
