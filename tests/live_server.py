"""The application behind a real socket: one server for all tests of a database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.databases import House


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A server that answers at `url` (no slash at the end) with `app`."""

    url: str
    app: Flask


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


@pytest.fixture(scope="session")
def _live_servers(_houses: dict[str, House]) -> Iterator[Callable[[House], LiveServer]]:
    with ExitStack() as stack:
        found: dict[House, LiveServer] = {}

        def serve(house: House) -> LiveServer:
            if house not in found:
                found[house] = stack.enter_context(_served(house))
            return found[house]

        yield serve


@contextmanager
def _served(house: House) -> Iterator[LiveServer]:
    server = make_server("127.0.0.1", 0, Flask("later"), threaded=True, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    server.app = app = house.app_with(base_url=url)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield LiveServer(url, app)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(house: House, _live_servers: Callable[[House], LiveServer]) -> Iterator[LiveServer]:
    """The application behind a real socket, on the database of this test."""
    house.written_outside = True
    server = _live_servers(house)
    inner = server.app.wsgi_app
    yield server
    server.app.wsgi_app = inner  # type: ignore[method-assign]
