"""What an address may hold: numbers the database can look up, text it can compare."""

import re

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**31 - 1  # of the numbers that rows have
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # lines and tabs are text


class RowNumber(IntegerConverter):
    """`<int:…>` in a route: a number a row may have; what is larger leads nowhere."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map, *, max: int = _LARGEST) -> None:  # noqa: A002 - Werkzeug's word
        super().__init__(url_map, max=max)


def init_app(app: Flask) -> None:
    """Bound the numbers in addresses, and turn away control characters. Before any route."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_check_characters)


def _check_characters() -> None:
    """PostgreSQL refuses NUL in a text, and nothing of ours has a control character in its name."""
    if _CONTROL.search(request.path):
        abort(404)
    given = (text for pair in request.args.items(multi=True) for text in pair)
    if any(map(_CONTROL_IN_TEXT.search, given)):
        abort(400)
