"""What somebody has read of a known use, in short, so that what was changed since can be told."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

_TOLD: Mapping[str, str] = {
    "organisation": "the organisation",
    "state": "whether it is still used",
    "place": "where in it",
    "url": "the link",
    "since": "since when",
    "adapted": "what was adapted",
    "limits": "where it did not fit",
}
_LENGTH = 8  # characters of each


def mark_of(use: Any) -> str:
    """What it says, in short."""
    return "".join(_short(getattr(use, name)) for name in _TOLD)


def changed_since(use: Any, seen: str) -> Sequence[str]:
    """What is said otherwise than where `seen` was its mark, in words; nothing: all is the same."""
    return [words for words, _ in now_said(use, seen)]


def now_said(use: Any, seen: str) -> Sequence[tuple[str, Any]]:
    """The same, each with what it says now."""
    now = mark_of(use)
    places = range(0, len(now), _LENGTH)
    told = zip(_TOLD.items(), places, strict=True)
    return [
        (words, getattr(use, name))
        for (name, words), at in told
        if seen[at : at + _LENGTH] != now[at : at + _LENGTH]
    ]


def _short(value: Any) -> str:
    said = "" if value is None else str(value)
    return hashlib.blake2s(said.encode(), digest_size=_LENGTH // 2).hexdigest()
