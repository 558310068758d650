"""Finished answers kept in memory: sent again, ahead of the application, while nothing they show
has changed.

A view says what its answer shows: the revisions it was made at, and until when time alone changes
nothing. Each process keeps its own, and reads those revisions before it sends one again: what
another process has committed is seen at the next request. Only what is the same for everybody who
may have it is kept: open feeds, and pages for visitors whose request carries no cookie at all; and
of personal feeds and members' pages that a reader holds what is there, never a byte of it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, wraps
from hashlib import sha256
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags, quote_etag, unquote_etag

from . import clock, revisions
from .db import db
from .kept import Answer, Headers, Note, Store
from .numbers import Beside, Reader

View = Callable[..., Any]
Start = Callable[..., Any]
_NOTE = "community.note"
_ROOM = 24 * 1024 * 1024  # bytes of finished answers in each process
_ROOM_APART = 2 * 1024 * 1024  # of those to what anybody makes up
_ROOM_OWN = 8 * 1024 * 1024  # of what is said to members about pages of theirs


class Kept(NamedTuple):
    """The queries with which a page is kept, among all and apart from them."""

    few: re.Pattern[str]
    apart: re.Pattern[str] | None


def init_app(app: Flask) -> None:
    """Put the kept answers ahead of `app`. To be called before anything else reads."""
    app.before_request(_begin)
    gate = Gate(app)
    app.extensions["kept"] = gate.store
    app.wsgi_app = gate  # type: ignore[method-assign,assignment]


def for_visitors(
    next_change: Callable[[datetime], datetime], *, queries: str = "", apart: str | None = None
) -> Callable[[View], View]:
    """Keep the page of a view for visitors, asked for with a query that is like `queries`: one of
    few, so that nobody fills the room. What is asked like `apart` may be one of very many, and is
    kept in a small room of its own. `next_change` gives the instant up to which time alone changes
    no page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def noted(*args: Any, **values: Any) -> Any:
            note: Note | None = request.environ.get(_NOTE)
            if note is not None:
                note.until = next_change(note.since)
            return view(*args, **values)

        noted.kept = Kept(re.compile(queries), re.compile(apart) if apart else None)  # type: ignore[attr-defined]
        return noted

    return decorate


def is_to_keep() -> bool:
    """Whether the page being made may be kept: else nobody need know what it shows."""
    return _NOTE in request.environ


def shows(*scopes: str) -> None:
    """The page being made shows what `scopes` stand for. To be said before that is read."""
    note: Note | None = request.environ.get(_NOTE)
    if note is not None and scopes:
        note.numbers |= revisions.numbers(scopes)


def keep_file(
    numbers: Mapping[str, int], tags: tuple[str, ...], until: datetime, *, whole: bool = True
) -> None:
    """Keep the file being sent, made of what has these `numbers`, whoever asks for it; but for
    `whole` only the tags with which "nothing has changed" is said.
    """
    note = Note(clock.now(), dict(numbers), until, tags, is_page=False, is_whole=whole)
    request.environ[_NOTE] = note


def keep_own(numbers: Mapping[str, int], beside: Beside, until: datetime) -> None:
    """Keep of a member's page, which is made of what has these `numbers`, that nothing has changed,
    for requests with the same cookies; what is read `beside` says whether they are let in still.
    """
    environ = request.environ
    note = Note(clock.now(), dict(numbers), until, is_page=False, is_whole=False, beside=beside)
    environ[_NOTE] = note


@lru_cache(maxsize=256)
def wants_packed(accepted: str) -> bool:
    """Whether a reader with this `Accept-Encoding` takes gzip."""
    return parse_accept_header(accepted, Accept).quality("gzip") > 0


class Gate:
    """The WSGI application ahead of Flask's: what is not kept goes on to it."""

    def __init__(self, app: Flask) -> None:
        self.store = Store(_ROOM)
        self._apart, self._own = Store(_ROOM_APART), Store(_ROOM_OWN)
        self._inner = app.wsgi_app
        with app.app_context():
            self._revisions = Reader(db.engine)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from memory, or hand the request on and keep what comes of it."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_IF_MATCH" in environ:
            return self._inner(environ, start)
        key = _key(environ)
        own = self._own.get((key, _cookies(environ))) if "HTTP_COOKIE" in environ else None
        kept = own or self.store.get(key) or self._apart.get(key)
        if kept is not None and kept.fits(environ, clock.now()) and self._is_current(kept):
            answer = _sent(kept, environ, start)
            if answer is not None:
                return answer
        return self._made(key, environ, start)

    def _is_current(self, kept: Answer) -> bool:
        try:
            return self._revisions.are_still(kept.numbers, kept.beside)
        except Exception:  # noqa: BLE001 - the application says what is wrong with the database
            return False

    def _made(self, key: object, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        said: list[Any] = []

        def hear(status: str, headers: Headers, *more: Any) -> Any:
            said[:] = [status[:3], headers]
            return start(status, headers, *more)

        answer = self._inner(environ, hear)
        note: Note | None = environ.get(_NOTE)
        if note is None or note.until is None or environ["REQUEST_METHOD"] == "HEAD":
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        kept = _to_keep(note, said[0], said[1], body)
        if kept is not None:
            kept = replace(kept, asked=_asked(kept.headers, environ))
            if kept.beside is not None:
                self._own.put((key, _cookies(environ)), kept)
            else:
                (self._apart if note.is_apart else self.store).put(key, kept)
        return [body]


def _begin() -> None:
    """Note what a page that may be kept begins with, ahead of all it reads."""
    view = current_app.view_functions.get(request.endpoint or "")
    kept: Kept | None = getattr(view, "kept", None)
    environ = request.environ
    if kept is None or request.method != "GET" or "HTTP_COOKIE" in environ:
        return
    asked = environ.get("QUERY_STRING", "")
    is_apart = kept.apart is not None and bool(kept.apart.fullmatch(asked))
    if is_apart or kept.few.fullmatch(asked):
        now, numbers = clock.now(), revisions.numbers([revisions.PLACE])
        environ[_NOTE] = Note(now, numbers, is_apart=is_apart)


def _key(environ: Mapping[str, Any]) -> object:
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        environ.get("PATH_INFO"),
        environ.get("QUERY_STRING"),
        wants_packed(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def _cookies(environ: Mapping[str, Any]) -> bytes:
    """What stands for the cookies of a request, however long they are."""
    return sha256(environ.get("HTTP_COOKIE", "").encode("utf-8", "surrogatepass")).digest()


def _sent(kept: Answer, environ: Mapping[str, Any], start: Start) -> Iterable[bytes] | None:
    given = environ.get("HTTP_IF_NONE_MATCH")
    held = _held(given, kept.tags) if given else None
    if held is not None:
        tag = quote_etag(held, weak=kept.beside is not None)
        start("304 NOT MODIFIED", [*kept.unchanged, ("ETag", tag)])
        return []
    if kept.body is None:
        return None
    start("200 OK", list(kept.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


def _held(given: str, tags: tuple[str, ...]) -> str | None:
    """The one of `tags` that the reader holds already (RFC 9110 §13.1.2)."""
    if given in {f'"{tags[0]}"', f'W/"{tags[0]}"'}:
        return tags[0]
    held = parse_etags(given)
    if held.star_tag:
        return tags[0]
    return next((tag for tag in tags if held.contains_weak(tag)), None)


def _to_keep(note: Note, status: str, headers: Headers, body: bytes) -> Answer | None:
    """The answer as it is kept; None where it is not the same for everybody."""
    names = {name.lower(): value for name, value in headers}
    tag, _is_weak = unquote_etag(names.get("etag"))
    is_open = not note.is_page or names.get("cache-control", "").startswith("public")
    if status not in {"200", "304"} or tag is None or note.until is None:
        return None
    shared = {"*", "cookie"} if note.beside is None else {"*"}
    if not is_open or "set-cookie" in names or _varies(headers) & shared:
        return None
    return Answer(
        tags=note.tags or (tag,),
        headers=[(name, value) for name, value in headers if name.lower() != "date"],
        body=body if status == "200" and note.is_whole else None,
        numbers=note.numbers,
        since=note.since,
        until=note.until,
        is_page=note.is_page,
        beside=note.beside,
    )


def _asked(headers: Headers, environ: Mapping[str, Any]) -> tuple[tuple[str, str | None], ...]:
    """What the request said of itself in the headers the answer varies by."""
    names = sorted(_varies(headers) - {"accept-encoding", "cookie"})  # which are part of the key
    given = (f"HTTP_{name.upper().replace('-', '_')}" for name in names)
    return tuple((name, environ.get(name)) for name in given)


def _varies(headers: Headers) -> set[str]:
    found = ",".join(value for name, value in headers if name.lower() == "vary")
    return {name.strip().lower() for name in found.split(",")} - {""}
