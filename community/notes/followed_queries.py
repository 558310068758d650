"""Which pattern a decision follows: the feature that has patterns says which one is meant, and what
everybody may know of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, null

from .tasks import Decision


@dataclass(frozen=True, slots=True)
class Library:
    """`at` gives the address of the pattern that is meant by what somebody typed; `title_at` is
    part of a query: the title of the pattern at an address, where everybody may see it;
    `is_kept_at`: whether there is one that not everybody may.
    """

    at: Callable[[str], str | None]
    title_at: Callable[[Any], ColumnElement[str | None]]
    is_kept_at: Callable[[Any], ColumnElement[bool]]


_known: list[Library] = []


def tie_library(library: Library) -> None:
    """Let decisions name the patterns of `library`."""
    _known[:] = [library]


def pattern_meant(typed: str) -> str | None:
    """The address of the pattern that somebody means."""
    return _known[0].at(typed) if _known else None


def followed_title() -> ColumnElement[str | None]:
    """For a query with decisions: the title of the pattern each follows; empty where it follows
    none, or one that is not open to everybody.
    """
    title: Any = _known[0].title_at(Decision.follows) if _known else null()
    found: ColumnElement[str | None] = title.label("followed")
    return found


def is_follow_kept() -> ColumnElement[bool]:
    """For a query with decisions: whether not everybody may know of the pattern each follows."""
    return (_known[0].is_kept_at(Decision.follows) if _known else false()).label("is_follow_kept")
