"""JSON from elsewhere, read so that two readers cannot see two things in it."""

import json
from typing import Any


def parse(given: str | bytes) -> Any:
    """What is in `given` (RFC 8259). Raises `ValueError` where it is none, where a name stands
    twice in one object or a number is none, and `RecursionError` where it goes too deep.
    """
    return json.loads(given, parse_constant=_refuse, object_pairs_hook=_each_once)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
