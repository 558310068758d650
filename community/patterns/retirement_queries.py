"""What to use instead of retired patterns, for wherever they are taken along or cited."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from community.db import db

from .awaiting_queries import awaited_still
from .facets import LISTED, Stage
from .language_queries import language_now
from .models import Pattern, StageChange
from .taking import beside, retired_words


def successors_of(
    numbers: Collection[int], *, also_awaited: bool = False
) -> Mapping[int, str | None]:
    """Of these patterns the retired ones, with the address of what is to be used instead, as long
    as everybody may read that; one query. With `also_awaited` the address that a file names, too,
    until something else is there: for files alone, as nothing is there for who reads here.
    """
    return {
        number: slug or (awaited if also_awaited else None)
        for number, slug, _, _, awaited in _followed(numbers)
    }


def titles_instead(numbers: Collection[int]) -> Mapping[int, tuple[str, str, str]]:
    """Of these those that something follows: its address, title and language; one query."""
    return {row[0]: (row[1], row[2], row[3]) for row in _followed(numbers) if row[1]}


def _followed(numbers: Collection[int]) -> Sequence[Any]:
    other = aliased(Pattern)
    query = (
        select(
            StageChange.pattern_id, other.slug, other.title, language_now(other), awaited_still()
        )
        .join(Pattern, Pattern.id == StageChange.pattern_id)
        .outerjoin(other, (other.id == StageChange.successor_id) & other.stage.in_(LISTED))
        .where(
            StageChange.pattern_id.in_(numbers),
            StageChange.became == Stage.RETIRED,
            Pattern.stage == Stage.RETIRED,
        )
        .order_by(StageChange.id)
    )
    return db.session.execute(query).all()


def told_of(number: int, address: str, successors: Mapping[int, str | None]) -> str:
    """What is told of a pattern that is at an address, where it is one of the retired ones."""
    if number not in successors:
        return ""
    slug = successors[number]
    return retired_words(beside(address, slug) if slug else "")
