"""How a feed's bytes travel: tags, 304, compression, and the finished bytes that are kept."""

import gzip
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from flask import Request, Response
from werkzeug.http import quote_etag

from community.keeping import wants_packed

PUBLIC = "public, max-age=300"
BY_LINK = "private, max-age=300"
PERSONAL = "private, no-cache"
ONE_MEMBERS = "private, no-store"
_TYPE = "text/calendar; charset=utf-8"
_PACKED = "-gz"  # behind the tag of the compressed form
_LEVEL = 6


class Form(NamedTuple):
    """The finished bytes of a feed, plain and compressed."""

    plain: bytes
    packed: bytes


class Kept:
    """The finished bytes of public feeds by their tag: the latest used, `room` bytes in all.

    Each process keeps its own. Safe to share between threads.
    """

    def __init__(self, room: int = 32 * 1024 * 1024) -> None:
        self._room = room
        self._forms: OrderedDict[str, Form] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, tag: str) -> Form | None:
        """The bytes with this tag, if they are still kept."""
        with self._lock:
            if tag in self._forms:
                self._forms.move_to_end(tag)
            return self._forms.get(tag)

    def put(self, tag: str, form: Form) -> None:
        """Keep these bytes; those not asked for the longest go."""
        with self._lock:
            if tag in self._forms:
                return
            self._forms[tag] = form
            self._size += _size(form)
            while self._size > self._room:
                self._size -= _size(self._forms.popitem(last=False)[1])

    def __len__(self) -> int:
        """How many forms are kept."""
        return len(self._forms)


def pack(plain: bytes) -> Form:
    """Both forms; the same bytes compress to the same bytes."""
    return Form(plain, gzip.compress(plain, _LEVEL, mtime=0))


def unchanged(request: Request, tag: str) -> str | None:
    """The tag the reader holds already, if it is of the bytes they would get (RFC 9110 §13.1.2)."""
    held = request.if_none_match
    chosen, other = tags(request, tag)
    if held.star_tag:
        return chosen
    return next((each for each in (chosen, other) if held.contains_weak(each)), None)


def tags(request: Request, tag: str) -> tuple[str, str]:
    """The tag of the form the reader would get, and that of the other form."""
    packed = tag + _PACKED
    return (packed, tag) if _takes_gzip(request) else (tag, packed)


def _takes_gzip(request: Request) -> bool:
    return wants_packed(request.headers.get("Accept-Encoding", ""))


def not_modified(tag: str, *, cache: str) -> Response:
    """Nothing has changed."""
    response = Response(status=304)
    del response.headers["Content-Type"]
    return _dressed(response, tag, cache)


def full(request: Request, tag: str, form: Form, *, cache: str, filename: str) -> Response:
    """The whole file, compressed where the reader takes that."""
    packed = _takes_gzip(request)
    response = Response(form.packed if packed else form.plain, content_type=_TYPE)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return _dressed(response, tag + _PACKED if packed else tag, cache)


def _dressed(response: Response, tag: str, cache: str) -> Response:
    response.headers["ETag"] = quote_etag(tag)
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Encoding"
    if cache != PUBLIC:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _size(form: Form) -> int:
    return len(form.plain) + len(form.packed)
