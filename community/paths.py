"""What an address may hold: numbers the database can look up, text it can compare."""

import re

from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**31 - 1  # of the numbers that rows have
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # lines and tabs are text


class RowNumber(IntegerConverter):
    """`<int:…>` in a route: a number a row may have; what is larger leads nowhere."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map, *, max: int = _LARGEST) -> None:  # noqa: A002 - Werkzeug's word
        super().__init__(url_map, max=max)


def is_sound_path(path: str) -> bool:
    """Whether a path could be one of ours: none has a control character in it."""
    return _CONTROL.search(path) is None


def is_sound_text(text: str) -> bool:
    """Whether a text of a query can be compared with rows: PostgreSQL refuses NUL."""
    return _CONTROL_IN_TEXT.search(text) is None
