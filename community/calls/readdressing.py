"""Addresses that were made of a title which named somebody who has left."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from community import once
from community.accounts.unnaming import FORMER, SHORTER
from community.db import db

from .models import Call, Series
from .slugs import free_slug, is_reserved, secret_slug, slug_of, without


def name_nobody(rows: Iterable[Series | Call], handles: Sequence[str]) -> list[Call]:
    """Take these handles out of the addresses of what was called after one; where they led is
    nothing any more. Gives the dates of series that have another address with it.
    """
    dates: list[Call] = []
    for row in rows:
        old = row.slug
        if not is_freed(row, row.title, handles):
            continue
        if isinstance(row, Series):
            begins = Call.slug.startswith(f"{old}-", autoescape=True)
            query = select(Call).where(Call.series_id == row.id, begins).order_by(Call.id)
            dates += db.session.scalars(query).unique().all()
    for date in dates:
        _free(date, handles)
    return dates


def take_out_of_address(row: Series | Call, words: str) -> None:
    """An address that repeats words is another without them; the old one leads nowhere."""
    told = slug_of(words)
    if told:
        _free(row, [told])


def is_freed(row: Any, title: str, handles: Sequence[str]) -> bool:
    """Whether the address of something named somebody as its title did, and is another now. Of
    words that are a handle by chance, in another title, nothing is said.
    """
    return named_in(title) and _free(row, handles)


def named_in(title: str) -> bool:
    """Whether a title that has changed as somebody left may have named them."""
    return FORMER in title or SHORTER in title


def _free(row: Any, handles: Sequence[str]) -> bool:
    old, left = row.slug, without(row.slug, handles)
    if left == old:
        return False
    row.slug = free_slug(type(row), "" if is_reserved(left) else left)
    if without(row.slug, handles) != row.slug:  # by its number
        row.slug = secret_slug()
    db.session.flush()
    once.forget_naming(old)
    return True
