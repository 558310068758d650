"""What tests of backups can ask for: empty databases of either engine to restore into."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from community.db import db
from tests.backups.places import Open, empty_place

_number = count(1)


@pytest.fixture
def open_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """A function from the name of an engine to an application on an empty database of it."""
    made: list[Flask] = []

    def make(engine: str) -> Flask:
        number = next(_number)
        url = f"sqlite:///{tmp_path}/restored{number}.db"
        if engine == "postgresql":
            server = request.getfixturevalue("postgres")
            server.create(f"restored{number}")
            url = server.url(f"restored{number}")
        made.append(empty_place(tmp_path / f"place{number}", url))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
