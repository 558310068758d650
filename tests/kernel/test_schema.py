"""The database is brought up to date once, however many programs start at the same moment."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from community import schema
from tests.postgres import Postgres
from tests.watch import counted

HOME = Path(__file__).parents[2]
UPGRADE = [sys.executable, "-m", "flask", "--app", "app", "upgrade"]


def run_at_once(number: int, environ: dict[str, str]) -> list[tuple[int, str]]:
    """Start `number` programs that bring the database up to date; what each said."""
    started = [
        subprocess.Popen(
            UPGRADE, cwd=HOME, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for _ in range(number)
    ]
    said = [process.communicate(timeout=120)[0].decode() for process in started]
    return [(process.returncode, text) for process, text in zip(started, said, strict=True)]


@pytest.fixture
def empty(request, tmp_path, kind) -> dict[str, str]:
    """The variables of a program on a database nobody has used."""
    url = f"sqlite:///{tmp_path}/new.db"
    if kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        server.create("not_migrated")
        url = server.url("not_migrated")
    return {
        "PATH": "/usr/bin:/bin",
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": url,
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_programs_that_start_at_once_bring_an_empty_database_up_to_date(empty):
    results = run_at_once(2, empty)

    assert [code for code, _ in results] == [0, 0], results
    assert ["The database is up to date." in said for _, said in results] == [True, True]
    engine = create_engine(empty["COMMUNITY_DATABASE_URL"])
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    tables = set(inspect(engine).get_table_names())
    engine.dispose()
    assert len(versions) == 1
    assert {"community", "series", "sitting", "rsvp", "turn"} <= tables


def test_a_start_with_nothing_to_do_looks_at_no_table_of_ours(app, settings):
    with counted() as statements:
        schema.upgrade(app, settings)

    assert 0 < len(statements) < 10  # of more than a hundred tables
    assert [one for one in statements if "alembic_version" not in one and "pg_" not in one] == []
