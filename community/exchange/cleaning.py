"""The values of a file as they would be kept here: titles as one line, no control characters.

Pure. What becomes longer or empty by it is held to the schemas once more.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from community.text import can_be_seen, clean, line

from .checking import problem
from .layout import SERIES_FILE, schema
from .reading import Content, FileRefused

Facts = Mapping[str, Any]
_ONE_LINE = frozenset(("title", "captions", "access", "name", "note", "pseudonym"))
_LINES_OF_ANY_KIND = frozenset(("topics", "purpose", "material", "what"))


def cleaned(content: Content) -> tuple[Facts, Sequence[Facts]]:
    """The values of the series and of its calls. Raises `FileRefused`."""
    series = _held(content.series, "series.schema.json", SERIES_FILE)
    calls = [
        _held(call, "call.schema.json", f"The call “{call['call']['slug']}”")
        for call in content.calls
    ]
    return series, calls


def _held(values: Facts, schema_name: str, where: str) -> Facts:
    found: Facts = _cleaned(values)
    wrong = problem(found, json.loads(schema(schema_name))) if found != values else None
    if wrong is not None:
        raise FileRefused(f"{where}: {wrong}.")
    return found


def _cleaned(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each, name) for each in value]
    if not isinstance(value, str):
        return value
    if name not in _ONE_LINE:
        return line(value) if name in _LINES_OF_ANY_KIND else clean(value)
    if value and not can_be_seen(value):
        raise FileRefused(f"{name}: holds nothing that can be seen.")
    return line(value)
