"""Addresses made of a title that named somebody who has left, or of other words that are gone."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select

from community import once
from community.db import db

from .models import Call, Series
from .slugs import free_slug, is_reserved, secret_slug, slug_of, without

_BEHIND = "extra"  # and the day: what addresses of single dates say behind that of the series
_NUMBERS = re.compile(r"(-[0-9]+)+$")


def name_nobody(handles: Sequence[str]) -> list[Series | Call]:
    """Take these handles out of the addresses of what is or was called after one; where they led is
    nothing any more. Gives what has another address now, dates of a series with it.
    """
    freed: list[Series | Call] = []
    for row in _called_after(Series, handles):
        begins = Call.slug.startswith(f"{row.slug}-", autoescape=True)
        _free(row, handles)
        query = select(Call).where(Call.series_id == row.id, begins).order_by(Call.id)
        dates = db.session.scalars(query).unique()
        freed += [row, *(date for date in dates if _free(date, handles))]
    alone = _called_after(Call, handles)
    return freed + [call for call in alone if _free(call, handles)]


def free_addresses(model: type[Any], handles: Sequence[str]) -> None:
    """The same for rows of a feature below that have an address and a title."""
    for row in _called_after(model, handles):
        _free(row, handles)


def take_out_of_address(row: Series | Call, words: str) -> None:
    """An address that repeats words is another without them; the old one leads nowhere."""
    told = slug_of(words)
    if told:
        _free(row, [told])


def _called_after(model: type[Any], handles: Sequence[str]) -> list[Any]:
    """The rows whose address names somebody as their title did before they left, or before it was
    changed. Of words that are a handle by chance and stand in the title too, nothing is said.
    """
    says = or_(*(model.slug.contains(handle, autoescape=True) for handle in handles))
    held = select(model).where(says).order_by(model.id).with_for_update(of=model)
    rows = db.session.scalars(held.execution_options(populate_existing=True)).unique()
    return [row for row in rows if _says_more(row, handles)]


def _says_more(row: Any, handles: Sequence[str]) -> bool:
    """Whether an address in words has one of these that nothing accounts for which it is made of:
    neither a title as it is, nor what is put behind it.
    """
    made_of = [row.title, _BEHIND, type(row).__name__]
    if isinstance(row, Call) and row.series is not None:
        made_of.append(row.series.title)
    words = _NUMBERS.sub("", row.slug)
    named = [handle for handle in handles if without(words, [handle]) != words]
    return any(_is_in_none(handle, map(slug_of, made_of)) for handle in named)


def _is_in_none(handle: str, addresses: Iterable[str]) -> bool:
    return all(without(address, [handle]) == address for address in addresses)


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
