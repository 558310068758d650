"""The migrations make exactly what the models say, and each of them can be taken back."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from app import create_app
from community.db import Base, db, migrating
from tests.architecture.source import migrations
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


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _is_a_model(name: str | None, kind: str, _of: object) -> bool:
    """What looks up the words of the index is the engine's own, and no model."""
    return kind != "table" or not str(name).startswith("search_words")


def test_the_migrations_make_what_the_models_say(unmigrated):
    with unmigrated.app_context(), migrating():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            given = MigrationContext.configure(connection, opts={"include_name": _is_a_model})
            missing = compare_metadata(given, Base.metadata)

    assert missing == []


def test_every_migration_can_be_taken_back_and_made_again(unmigrated):
    with unmigrated.app_context(), migrating():
        flask_migrate.upgrade()
        made = _tables()
        flask_migrate.downgrade(revision="base")
        left = _tables()
        flask_migrate.upgrade()
        again = _tables()

    assert (left, again) == (set(), made)


def test_every_constraint_of_the_models_has_a_name():
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_the_migrations_are_numbered_without_a_gap():
    numbers = [int(s.path.rpartition("/")[2][:4]) for s in migrations()]

    assert numbers == list(range(1, len(numbers) + 1))
