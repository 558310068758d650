"""The first links of somebody whose links nobody has read yet: what has one waits until somebody
who looks after that place has read it. Features say by which rows of theirs it shows that links of
a member were read, or stand where everybody reads them.
"""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from .db import db
from .marks import PATTERNS
from .text import read_markdown

_LINK = re.compile(rf'<a href="((?!{PATTERNS})[^"]*)"')  # patterns of this place are no address
_OUTSIDE = "http", "mailto:"
_shown: dict[str, Callable[[int], ColumnElement[bool]]] = {}
_read: dict[str, Callable[[int], bool]] = {}


def shown_by(**conditions: Callable[[int], ColumnElement[bool]]) -> None:
    """Let these conditions, by the number of a member, say that links of theirs are known."""
    _shown.update(conditions)


def read_by(**looks: Callable[[int], bool]) -> None:
    """Let these look themselves whether links of a member stand, where no condition says so."""
    _read.update(looks)


def has_link(*sources: str) -> bool:
    """Whether any text, as it is typed, has a link. Raises `community.text.TextTooLong`."""
    return bool(addresses_in(*sources))


def addresses_in(*sources: str) -> set[str]:
    """Where the links lead that any text has, as it is typed. Raises the same."""
    return {to for one in sources for to in _LINK.findall(read_markdown(one).html())}


def links_in(*columns: Any) -> ColumnElement[bool]:
    """For a query: whether one of some rendered texts has a link that leads elsewhere."""
    return or_(*(one.contains(f'<a href="{to}') for one in columns for to in _OUTSIDE))


def are_known(member_id: int) -> bool:
    """Whether links of a member were read before. One query, and what is looked at beside it."""
    known = [condition(member_id) for condition in _shown.values()]
    if known and db.session.scalar(select(or_(*known))):
        return True
    return any(look(member_id) for look in _read.values())
