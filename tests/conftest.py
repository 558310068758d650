"""What every test can ask for: an application on each engine, a client, a stopped clock."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from community import clock
from community.accounts.models import Member
from community.config import Settings
from community.db import db, transaction
from tests import watch
from tests.databases import House, make_app, postgresql_house, settings_for, sqlite_house
from tests.engines import ENGINES
from tests.factories import START, sign_in
from tests.postgres import Postgres

pytest_plugins = [
    "tests.live_server",
    "tests.browser",
    "tests.lasting_browser",
    "tests.postman",
    "tests.repeating",
    "tests.sparing",
]

# How long an example takes says more about the machine than about us.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


class _Undo(Exception):
    """Ends the transaction of a test without keeping anything."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of data once per engine; one that opens a browser on SQLite alone."""
    if "engine" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("engines")
    usual = ENGINES[:1] if "live_server" in metafunc.fixturenames else ENGINES
    metafunc.parametrize("engine", marker.args if marker else usual, scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for as long as the tests run."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _houses() -> Iterator[dict[str, House]]:
    houses: dict[str, House] = {}
    yield houses
    for house in houses.values():
        house.close()


@pytest.fixture
def house(
    engine: str,
    _houses: dict[str, House],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    """An application on the database of this test; what the test commits is gone after it."""
    if engine not in _houses:
        folder = tmp_path_factory.mktemp(engine)
        _houses[engine] = (
            sqlite_house(folder)
            if engine == "sqlite"
            else postgresql_house(request.getfixturevalue("postgres"), folder)
        )
    yield _houses[engine]
    _houses[engine].restore()


@pytest.fixture
def settings(house: House) -> Settings:
    """The settings of `app`."""
    return house.settings


@pytest.fixture
def app(house: House) -> Flask:
    """The application, on an empty database with every migration run."""
    return house.app


@pytest.fixture
def another_app(house: House) -> Iterator[Callable[..., Flask]]:
    """A function that makes a further application on the same database, with settings changed."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        house.written_outside = True
        given = settings_for(house.settings.database_url, house.settings.instance_path, **changes)
        made.append(make_app(given))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def environ(house: House) -> dict[str, str]:
    """Variables with which a process of its own works on the database of this test."""
    house.written_outside = True
    return {
        "COMMUNITY_DATABASE_URL": house.settings.database_url,
        "COMMUNITY_INSTANCE_PATH": str(house.settings.instance_path),
        "COMMUNITY_SECRET_KEY": house.settings.secret_key,
        "COMMUNITY_BASE_URL": house.settings.base_url,
    }


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor. Ask for `app.test_client()` where two people are needed."""
    return app.test_client()


@pytest.fixture
def writing(app: Flask) -> Callable[[], AbstractContextManager[scoped_session[Session]]]:
    """Open a context and a transaction, committed at the end of the block: `with writing():`.

    For rows a client will see. Close the block before using the client; what was made inside can
    still be read after it (`ada.id`), as it was then.
    """

    @contextlib.contextmanager
    def block() -> Iterator[scoped_session[Session]]:
        with app.app_context(), transaction():
            db.session().expire_on_commit = False
            yield db.session

    return block


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Member], FlaskClient]:
    """A function that gives the client of a member: `signed_in(ada).get("/")`."""

    def open_client(member: Member) -> FlaskClient:
        client = app.test_client()
        sign_in(client, member)
        return client

    return open_client


@pytest.fixture
def cookies_for(
    app: Flask, signed_in: Callable[[Member], FlaskClient]
) -> Callable[[Member], dict[str, str]]:
    """A function that signs a member in, for a browser: `open_page("/", cookies=…(ada))`."""

    def give(member: Member) -> dict[str, str]:
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = signed_in(member).get_cookie(name)
        assert cookie is not None
        return {name: cookie.value}

    return give


@pytest.fixture
def reading(app: Flask) -> Callable[[], AbstractContextManager[scoped_session[Session]]]:
    """Open a context in which nothing can be written: `with reading():`."""

    @contextlib.contextmanager
    def block() -> Iterator[scoped_session[Session]]:
        with app.app_context():
            yield db.session

    return block


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Session]]:
    """A transaction around the whole test, undone at its end: for models, queries and verbs.

    Not together with a client: no application context may be open around a request.
    """
    with app.app_context(), contextlib.suppress(_Undo), transaction():
        yield db.session
        raise _Undo


@pytest.fixture
def at() -> Callable[..., AbstractContextManager[None]]:
    """Hold the clock: `with at("2026-03-13T15:00"):`; a time without an offset is UTC."""

    def hold(instant: datetime | str) -> AbstractContextManager[None]:
        value = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return clock.at(value if value.tzinfo else value.replace(tzinfo=UTC))

    return hold


@pytest.fixture
def in_january(at: Callable[..., AbstractContextManager[None]]) -> Iterator[None]:
    """The clock held at the instant with which the tests' rows begin; by `usefixtures`."""
    with at(START):
        yield


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Keep the statements a block sends: `with queries() as sent:`, then count them."""
    return watch.counted


@pytest.fixture(autouse=True)
def _no_template_queries() -> Iterator[None]:
    """Fail a test in which a template touched the database, even if a page hid the error."""
    watch.violations.clear()
    yield
    seen = list(watch.violations)
    watch.violations.clear()
    assert seen == [], "A template touched the database."
