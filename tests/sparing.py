"""What keeps the tests from spending time on what they do not speak of."""

import gc
import os
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from community.accounts import passwords
from community.calendars import importing
from community.calls import condition, scheduling, settling, writing
from community.front import filling_calls
from tests.engines import engine_for, speaks_of_databases

# Other parameters than those of the factories, so that a hash is still made again at sign-in.
_LIGHT = PasswordHasher(time_cost=1, memory_cost=128, parallelism=1)
_NEAR = timedelta(days=150)  # still more dates of a weekly series than a page shows


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never again among what is there for all tests."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a test of pages, rows or letters to one engine; begin with what takes longest, so that
    no worker is left alone with it; and keep what needs a browser together, and what needs
    PostgreSQL: a worker that meets neither starts neither.
    """
    if not os.environ.get("TESTS_EVERY_ENGINE"):
        left = {item: None for item in items if _is_for_the_other_engine(item)}
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=_turn)


def _is_for_the_other_engine(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    engine = given.params.get("engine") if given is not None else None
    names = set(getattr(item, "fixturenames", ()))
    if engine is None or "live_server" in names or item.get_closest_marker("engines"):
        return False
    is_drawn = bool({"client", "signed_in"} & names)
    if {"db_session", "post"} & names and not is_drawn:
        is_drawn = not speaks_of_databases(item.module)  # type: ignore[attr-defined]
    return is_drawn and engine != engine_for(item.nodeid)


def _turn(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    if item.get_closest_marker("long"):
        return 0
    if "browser" in names:
        return 1
    if "environ" in names:
        return 2
    given = getattr(item, "callspec", None)
    return 4 if given is not None and given.params.get("engine") == "postgresql" else 3


@pytest.fixture(autouse=True)
def _light_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make hashing cost next to nothing, except in tests that speak of it."""
    if not request.node.get_closest_marker("real_hashes"):
        monkeypatch.setattr(passwords, "_hasher", _LIGHT)


@pytest.fixture(autouse=True)
def _near_horizon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the dates of a series five months ahead, not eighteen, except in tests that speak of
    how far they are written.
    """
    if not request.node.get_closest_marker("real_horizon"):
        for module in (writing, settling, scheduling, condition, importing, filling_calls):
            monkeypatch.setattr(module, "HORIZON", _NEAR)
