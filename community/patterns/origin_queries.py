"""What is told of where patterns came from."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from community.accounts.brought_names import own_name
from community.db import db
from community.redaction import Put, Spot

from .credit import Credit, Kept
from .origin_models import PatternOrigin

_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_ORIGINS = select(PatternOrigin).where(PatternOrigin.pattern_id.in_(_NUMBERS))


def origins_of(pattern_ids: Collection[int]) -> Mapping[int, PatternOrigin]:
    """Where these patterns came from, as far as they did; one query."""
    rows = db.session.scalars(_ORIGINS, {"numbers": list(pattern_ids)})
    return {row.pattern_id: row for row in rows}


def credited(credit: Credit, origin: PatternOrigin | None, number: int) -> Credit:
    """The credit of a revision with where it is from: what was written elsewhere is of that place,
    what was written here since is made from it.
    """
    if origin is None:
        return credit
    people = tuple(own_name(name) for name in credit.people)
    if number <= origin.revision:
        address = origin.address if number == origin.revision else credit.address
        return replace(credit, people=people, place=origin.place, address=address)
    was = f"“{credit.title}” ({origin.place}, {origin.address})"
    return replace(credit, people=people, adapted=(was, *credit.adapted))


def kept_of(origin: PatternOrigin | None) -> Sequence[Kept]:
    """What the file it came with names as what it was made from, where that is not here."""
    return [(place, words) for place, words in json.loads(origin.adapted_from)] if origin else ()


def spots_of_origin(pattern_id: int) -> Iterator[Spot]:
    """The places of what a pattern was made from, as the file says it that it came with."""
    row = db.session.get(PatternOrigin, pattern_id)
    if row is None:
        return
    kept = json.loads(row.adapted_from)

    def into(one: list[Any]) -> Put:
        def put(text: str) -> None:
            one[1] = text
            row.adapted_from = json.dumps(kept, ensure_ascii=False)

        return put

    for one in kept:
        name = f"pattern_origin-{pattern_id}-{one[0]}"
        yield Spot(name, "What it was made from", "credit", one[1], into(one))
