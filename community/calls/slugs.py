"""Addresses: readable where anybody may come by, impossible to guess where only the link opens."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from community.db import db

from .models import Call, Series, Visibility

_LONGEST = 80
_SECRET_BYTES = 15  # 120 bits, 24 letters


def slug_of(text: str) -> str:
    """The words of `text` in Latin letters without marks; empty where nothing is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST].strip("-")


def free_slug(model: type[Any], wish: str, given: Collection[str] = ()) -> str:
    """`wish`, or with the first number that makes it unique, among those in `given` too."""
    wish = wish or model.__name__.lower()
    like = select(model.slug).where(model.slug.startswith(wish, autoescape=True))
    return first_free(wish, {*db.session.scalars(like), *given})


def first_free(wish: str, taken: Collection[str]) -> str:
    """`wish`, or with the first number that is not among those `taken`."""
    if wish not in taken:
        return wish
    return next(s for n in range(2, len(taken) + 3) if (s := f"{wish}-{n}") not in taken)


def address_for(model: type[Series | Call], wish: str, visibility: Visibility) -> str:
    """A new slug; one that cannot be guessed for what is seen *by link*."""
    if visibility is Visibility.LINK:
        return secret_slug()
    return free_slug(model, slug_of(wish) if not is_reserved(wish) else "")


def address_brought(
    model: type[Series | Call], wish: str, visibility: Visibility, given: Collection[str] = ()
) -> str:
    """A new slug for what had the slug `wish` elsewhere: that one, or a free one like it; one that
    cannot be guessed for what is seen *by link*. `given` are those that wait to be written.
    """
    if visibility is Visibility.LINK or is_secret(wish):
        query = select(model.id).where(model.slug == wish)
        is_free = wish not in given and db.session.scalar(query) is None
        return wish if is_secret(wish) and is_free else secret_slug()
    wish = "" if is_reserved(wish) else wish
    free = free_slug(model, wish, given)
    too_long = len(free) > model.__table__.c.slug.type.length  # type: ignore[attr-defined]
    return free_slug(model, wish[:_LONGEST], given) if too_long else free


def address_in(series: Series, wish: str) -> str:
    """A new slug for a date of `series`; one that says nothing unless the series is public, for
    the date may be shown to more people than the series.
    """
    is_open = series.visibility is Visibility.PUBLIC
    return free_slug(Call, slug_of(wish)) if is_open else secret_slug()


def opened_address(call: Call) -> str:
    """The slug of a call that everybody may see from now on: where its series is not public, of
    its own words in place of one that says what the series is called, or nothing.
    """
    series = call.series
    if series is None or series.visibility is Visibility.PUBLIC:
        return call.slug
    if is_secret(call.slug) or call.slug.startswith(f"{series.slug}-"):
        return address_for(Call, call.title, Visibility.PUBLIC)
    return call.slug


def without(address: str, told: Collection[str]) -> str:
    """What is left of an address in words once none of these is in it, nor comes to be in it as
    others go.
    """
    if is_secret(address):
        return address
    left, before = f"-{address}-", ""
    while left != before:
        before = left
        for one in told:
            left = left.replace(f"-{one}-", "-")
    return left.strip("-")


def secret_slug() -> str:
    """A slug nobody guesses."""
    return "x-" + secrets.token_hex(_SECRET_BYTES)


def is_secret(slug: str) -> bool:
    """Whether the slug is of the kind that cannot be guessed."""
    return re.fullmatch(r"x-[0-9a-f]{30}", slug) is not None


def is_reserved(wish: str) -> bool:
    """Whether a page of ours has the address that these words would make."""
    return slug_of(wish) in {"new", "month", "preview"}
