"""Refusals that speak to the person, and pages for everything else that can go wrong."""

import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import RequestRedirect

from .db import db
from .known import texts_to_give_back
from .origin import is_same_origin

_WITH_PAGE = {400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}
_BESIDE = {  # not typed
    *("place", "once", "next", "back", "opened", "tab", "unscripted", "seen", "version", "do"),
}
_WRITTEN = {"title", "text", "body"}  # typed, if it is a word alone


class Refusal(Exception):
    """The rules of the place say no; the text is a sentence to the person. Answered with 409.

    `kept` are fields with words of theirs that are given back besides what they sent.
    """

    status = HTTPStatus.CONFLICT

    def __init__(self, sentence: str = "", *, kept: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.kept = kept


class TooMany(Refusal):
    """Too often in too short a time. Answered with 429."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors and surprises with a page that helps and tells no secret."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(Exception, _surprise)


def trace_of(error: BaseException) -> str:
    """Where an error came from, line by line, without what it says: a database repeats in its
    messages what people wrote. For the log.
    """
    lines = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = [trace_of(cause), "which led to"] if cause is not None else []
    return "\n".join([*earlier, *lines, f"{type(error).__module__}.{type(error).__qualname__}"])


def _page(
    code: int, sentence: str | None = None, **told: object
) -> tuple[str, int, dict[str, str]]:
    shown = code if code in _WITH_PAGE else (500 if code >= 500 else 400)  # noqa: PLR2004
    if code >= 500:  # noqa: PLR2004 - nothing that could fail again: no viewer, no database
        template = current_app.jinja_env.get_template("errors/error.html")
        page = template.render(code=shown, sentence=sentence, **told)
    else:
        page = render_template("errors/error.html", code=shown, sentence=sentence, **told)
    return page, code, {"Cache-Control": "private, no-store"}


def refused(refusal: Refusal) -> ResponseReturnValue:
    """The page that says it, with the words that were sent."""
    typed = dict.fromkeys([*typed_words(), *_written(refusal.kept)])
    return _page(refusal.status, str(refusal), typed=list(typed))


def typed_words() -> list[str]:
    """Words that were sent with what is refused, to copy from: nothing that somebody wrote is
    lost. Only what one of our own pages sent, and nothing that cannot be read.
    """
    if not is_same_origin(request):
        return []
    with suppress(HTTPException, ValueError, OSError):
        return list(_written(texts_to_give_back(request.form)))
    return []


def _written(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (
        text
        for name, text in pairs
        if "password" not in name
        and name not in _BESIDE
        and (_is_written(text) or (name in _WRITTEN and text))
    )


def _is_written(text: str) -> bool:
    """What has no blank in it, and is in plain letters, is a choice or a secret of the form."""
    return len(text.split()) > 1 or not (text.isascii() or text.isspace())


def http_error(error: HTTPException) -> ResponseReturnValue:
    """The page for it, with the words that were sent."""
    code = error.code or 500
    if 300 <= code < 400:  # noqa: PLR2004 - redirects are raised as exceptions too
        return error.get_response()
    typed = typed_words()
    may_need_a_member = code == HTTPStatus.FORBIDDEN or (code == HTTPStatus.NOT_FOUND and typed)
    is_out = bool(may_need_a_member) and _is_sent_signed_out()
    back = _page_of_the_form() if is_out else None
    page, status, headers = _page(code, typed=typed, is_out=is_out, back=back)
    kept = {k: v for k, v in error.get_headers() if k not in {"Content-Type", "Content-Length"}}
    return page, status, kept | headers


def _is_sent_signed_out() -> bool:
    """Whether a form of ours was sent by nobody we know. One who is barred is signed in."""
    if request.method != "POST" or not is_same_origin(request):
        return False
    return not current_user.is_authenticated


def _page_of_the_form() -> str | None:
    """The path of the page that the form stood on, as the browser tells it: to come back to, where
    it can be opened.
    """
    told = urlsplit(request.referrer or "")
    if told.netloc != request.host or not _can_be_opened(told.path):
        return None
    return f"{told.path}?{told.query}" if told.query else told.path


def _can_be_opened(path: str) -> bool:
    with suppress(HTTPException, RequestRedirect):
        current_app.url_map.bind("localhost").match(path, method="GET")
        return True
    return False


def _unknown_host(_error: SecurityError) -> ResponseReturnValue:
    """In plain words: a page has links, and under a name that is not ours none can be made."""
    return "This place has another name.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _surprise(error: Exception) -> ResponseReturnValue:
    """Our page for what nobody foresaw. The transaction it happened in is over."""
    if current_app.testing:
        raise error
    current_app.logger.error("A request failed.\n%s", trace_of(error))
    with suppress(SQLAlchemyError):
        db.session.rollback()
    return _page(500, typed=typed_words())
