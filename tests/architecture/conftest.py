"""A database with no migrations yet, and one with all of them."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from community import schema
from community.db import db
from tests.databases import settings_for


@pytest.fixture
def unmigrated(engine, request, tmp_path) -> Iterator[Flask]:
    """An application on a database with nothing in it yet."""
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.db"
    else:
        server = request.getfixturevalue("postgres")
        server.create("empty")
        url = server.url("empty")
    app = create_app(settings_for(url, tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def migrated(unmigrated, engine, house, tmp_path) -> Flask:
    """The same with every migration run: on SQLite a copy of the file that all tests begin with."""
    if engine == "sqlite":
        shutil.copyfile(house.settings.instance_path / "template.db", tmp_path / "empty.db")
    schema.upgrade(unmigrated, unmigrated.config["SETTINGS"])
    return unmigrated
