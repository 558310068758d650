"""Three contents made one, field by field: what two people wrote over the same revision."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from community.differences import Clash, merge

from .comparing import line_of
from .content import LINES, SECTIONS, Content

_WORDED = ("checks", "sources")


@dataclass(frozen=True, slots=True)
class Merged:
    """A content with what both wrote. Where they clash it has mine, or both checks, and the field
    is named.
    """

    content: Content
    clashes: Mapping[str, tuple[Clash, ...]]


def merge_contents(before: Content, theirs: Content, mine: Content) -> Merged:
    """What both made of `before`: longer texts word by word, everything else as a whole."""
    merged: dict[str, Any] = {}
    clashes: dict[str, tuple[Clash, ...]] = {}
    for field in fields(Content):
        was, one, two = (getattr(each, field.name) for each in (before, theirs, mine))
        if field.name in SECTIONS:
            found = merge(was, one, two)
            merged[field.name] = found.text
            if found.clashes:
                clashes[field.name] = found.clashes
        elif one in (was, two):
            merged[field.name] = two
        elif two == was:
            merged[field.name] = one
        else:
            merged[field.name], clash = _whole(field.name, was, one, two)
            if clash:
                clashes[field.name] = clash
    return Merged(replace(mine, **merged), clashes)


def _reworded(was: Any, one: Any, two: Any) -> tuple[Clash, ...]:
    """What both said otherwise that was one: the two stand beside each other, and are named."""
    gone = (set(was) - set(one)) & (set(was) - set(two))
    before, theirs, mine = (
        "\n".join(line_of(value) for value in kept)
        for kept in (
            [value for value in was if value in gone],
            [value for value in one if value not in {*was, *two}],
            [value for value in two if value not in {*was, *one}],
        )
    )
    return (Clash(before, theirs, mine),) if gone and theirs and mine else ()


def _whole(name: str, was: Any, one: Any, two: Any) -> tuple[Any, tuple[Clash, ...]]:
    """Lists of values take what either added and leave out what either took away; other things
    cannot be both.
    """
    if isinstance(two, tuple) and name not in LINES:
        gone = (set(was) - set(one)) | (set(was) - set(two))
        both = tuple(value for value in dict.fromkeys((*one, *two)) if value not in gone)
        return both, _reworded(was, one, two) if name in _WORDED else ()
    return two, (Clash(str(was or ""), str(one or ""), str(two or "")),)
