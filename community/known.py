"""Which fields of what was sent a form knows: those it has asked for. Whatever else was sent with
them is neither rendered nor shown.
"""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.formparser import FormDataParser

_MOST = 20  # texts that are given back
_LONGEST = 50_000  # characters of them all


class Sent(ImmutableMultiDict[str, Any]):
    """Fields that were sent, and the names of those that were asked for."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, *given: Any, **named: Any) -> Any:
        """Every value of a field."""
        self.asked.add(key)
        return super().getlist(key, *given, **named)


class SentParser(FormDataParser):
    """Reads what was sent without NUL, which no database takes in a text (PostgreSQL §8.3)."""

    def parse(self, *given: Any, **named: Any) -> Any:
        """The stream, the fields and the files."""
        stream, form, files = super().parse(*given, **named)
        if any("\0" in text for pair in form.items(multi=True) for text in pair):
            pairs = form.items(multi=True)
            form = Sent([(name.replace("\0", ""), text.replace("\0", "")) for name, text in pairs])
        return stream, form, files


class SentRequest(Request):
    """A request that knows what its form was asked for."""

    parameter_storage_class = Sent
    form_data_parser_class = SentParser


def texts_known(form: Any) -> list[tuple[str, str]]:
    """The fields with their names that were asked for, in their order."""
    asked = set(form.asked)
    return [(name, text) for name, text in form.items(multi=True) if name in asked]


def texts_to_give_back(form: Any) -> list[tuple[str, str]]:
    """The same; where nothing was asked for, since what was sent was refused ahead of its form, all
    of them. Never more than a page has room for.
    """
    known = texts_known(form) if form.asked else list(form.items(multi=True))
    left, given = _LONGEST, list[tuple[str, str]]()
    for name, text in known:
        if len(given) < _MOST and len(text) <= left:
            given.append((name, text))
            left -= len(text)
    return given
