"""The log: one line for each thing that happens, with nothing in it that people wrote or are.

A request is named by its route, never by its path (feeds and links have their secret there), and
by nothing of whoever sent it. Errors say where they came from and not what they say.
"""

import logging
import sys
from collections.abc import MutableMapping
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.typing import Processor

from .errors import trace_of

_METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
_NOT_MODIFIED, _FAULTS = 304, 500


class Stderr:
    """Where lines go: standard error as it is when one is written."""

    def msg(self, line: str) -> None:
        """Write one line, whole."""
        sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = msg


class Handler(logging.Handler):
    """Takes what libraries and our own modules log the usual way."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it as a line of ours."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - a log that cannot be written stops nothing
            self.handleError(record)


def init_app(app: Flask, *, level: str, style: str) -> None:
    """Write a line for each request that reaches `app`, ahead of all other work on it."""
    configure(level=level, style=style)
    requests = structlog.get_logger().bind()
    shows_all = level == "debug"

    def begin() -> None:
        g.began = perf_counter()

    def end(response: Response) -> Response:
        status = response.status_code
        if status >= _FAULTS:
            response.headers["X-Request-Id"] = request_id()
        if shows_all or (status != _NOT_MODIFIED and request.endpoint != "static"):
            rule = request.url_rule
            requests.info(
                "request",
                method=request.method if request.method in _METHODS else "other",
                route=rule.rule if rule else None,
                status=status,
                ms=round((perf_counter() - g.began) * 1000, 1),
                request=request_id(),
            )
        return response

    app.before_request(begin)
    app.after_request(end)  # the first to be named is the last to run: it sees what is sent


def configure(*, level: str, style: str) -> None:
    """Send every line of this process to standard error: from `level` on, as JSON or as text.

    `level` and `style` are of `community.settable`; `auto` is text at a terminal.
    """
    is_text = style == "text" or (style == "auto" and sys.stderr.isatty())
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if is_text
        else structlog.processors.JSONRenderer()
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[_in_a_request, *_SHARED, _without_words, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=Stderr,
        cache_logger_on_first_use=False,
    )
    _take_over(number, render)


def request_id() -> str:
    """What the lines of one request have in common."""
    if "request_id" not in g:
        g.request_id = token_hex(8)
    number: str = g.request_id
    return number


def _take_over(level: int, render: Processor) -> None:
    """Let what is logged the usual way go the same way: warnings and worse."""
    handler = Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_in_a_request, *_SHARED],
            processors=[
                _without_words,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                render,
            ],
        )
    )
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(level, logging.WARNING))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it would name paths


def _in_a_request(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> Any:
    if has_request_context():
        line.setdefault("request", request_id())
    return line


def _without_words(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> Any:
    """An exception becomes where it came from; what it says may be what somebody wrote."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        line["trace"] = trace_of(error)
    return line


_SHARED: tuple[Processor, ...] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)
