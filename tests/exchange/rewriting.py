"""Exports with something in them changed, as somebody might send them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.exchange.scene import files_in, values_in


def packed(files: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of files, by path."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", how) as package:
        for path, content in files.items():
            package.writestr(path, content)
    return into.getvalue()


def rewritten(content: bytes, change: Callable[[str, Any], Any]) -> bytes:
    """An export with each of its JSON files as `change` gives it, by path and values."""
    files: dict[str, str | bytes] = dict(files_in(content))
    for path, values in values_in(content).items():
        files[path] = json.dumps(change(path, values))
    return packed(files)


def with_values(content: bytes, wanted: str, *steps: str | int, to: Any) -> bytes:
    """An export in which one value of the first file whose path ends with `wanted` is another."""
    first = next(path for path in sorted(values_in(content)) if path.endswith(wanted))

    def change(path: str, values: Any) -> Any:
        inside = values
        if path == first:
            for step in steps[:-1]:
                inside = inside[step]
            inside[steps[-1]] = to
        return values

    return rewritten(content, change)


def notes_in(content: bytes) -> Iterator[dict[str, Any]]:
    """Every note of an export."""
    for path, values in values_in(content).items():
        if path.endswith("/call.json"):
            for thread in values["threads"]:
                yield from thread["notes"]


def set_first_note(values: Any, text: str) -> Any:
    """A call whose first note says `text`."""
    for thread in values["threads"][:1]:
        thread["notes"][0]["text"] = text
    return values
