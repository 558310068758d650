"""The order of things that stand in rows with a place each, from 1."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from .db import db


def merged(wish: Sequence[int], present: Sequence[int]) -> list[int]:
    """The `present` ids in the order wished for; those that are not in it keep their order behind.

    What is wished for and is not present is left out.
    """
    named = [number for number in dict.fromkeys(wish) if number in set(present)]
    return [*named, *(number for number in present if number not in set(named))]


def stepped(order: Sequence[int], number: int, step: int) -> list[int]:
    """The order with one of its ids so many places further on, or back where `step` is negative."""
    told = list(order)
    here = told.index(number)
    told.insert(min(max(here + step, 0), len(told) - 1), told.pop(here))
    return told


def write_places(model: Any, order: Sequence[int]) -> None:
    """Give the rows of a model, which has an `id` and a `place`, their places."""
    for place, number in enumerate(order, start=1):
        db.session.execute(
            update(model)
            .where(model.id == number, model.place != place)
            .values(place=place)
            .execution_options(synchronize_session="fetch")
        )
