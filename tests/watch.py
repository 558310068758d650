"""What the tests watch in every application: statements sent, and renders that send any."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from jinja2 import Template
from sqlalchemy import Engine, event

_here = threading.local()  # .rendering: how many renders this thread is inside of
_counting: list[list[str]] = []
violations: list[str] = []
_committed: set[int] = set()

_QUIET = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


class QueryInTemplate(AssertionError):
    """A template asked the database for something; a query should have brought it along."""


class WatchedTemplate(Template):
    """A template that must not touch the database while it renders."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Render without a query."""
        with _rendering():
            return super().render(*args, **kwargs)

    def generate(self, *args: Any, **kwargs: Any) -> Iterator[str]:
        """Render in pieces, none of them with a query."""
        pieces = super().generate(*args, **kwargs)
        while True:
            with _rendering():
                try:
                    piece = next(pieces)
                except StopIteration:
                    return
            yield piece


@contextmanager
def _rendering() -> Iterator[None]:
    _here.rendering = getattr(_here, "rendering", 0) + 1
    try:
        yield
    finally:
        _here.rendering -= 1


def watch(app: Flask, engine: Engine) -> None:
    """Watch the templates of `app` and the commits of its `engine`."""
    app.jinja_env.template_class = WatchedTemplate
    event.listen(engine, "commit", lambda _connection: _committed.add(id(engine)))


def has_committed(engine: Engine) -> bool:
    """Whether `engine` committed anything since this was last asked."""
    if id(engine) in _committed:
        _committed.discard(id(engine))
        return True
    return False


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside the block, by any thread; what opens a transaction is none."""
    statements: list[str] = []
    _counting.append(statements)
    try:
        yield statements
    finally:
        _counting.remove(statements)


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if statement.lstrip().upper().startswith(_QUIET):
        return
    for statements in _counting:
        statements.append(statement)
    if getattr(_here, "rendering", 0):
        violations.append(statement)
        raise QueryInTemplate(f"A template touched the database: {statement}")
