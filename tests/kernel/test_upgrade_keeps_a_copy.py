"""Starting a new version: a copy is kept before migrations, and they run whole or not at all."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from community import clock, schema
from community.backups.models import Backup, Reason
from community.calls.models import Topic
from community.db import Base, db, transaction
from community.schema import NotUpgraded
from tests.architecture.source import migrations
from tests.backups.conftest import open_place  # noqa: F401 - the same empty databases
from tests.backups.places import begin_at, content, digests, run
from tests.factories import START, make_series

HOME = Path(__file__).parents[2]
BEFORE = f"{len(migrations()) - 1:04}"
TOPIC = "INSERT INTO topic (slug, name) VALUES ('ada', 'Ada')"
FAILING = '''"""Fails when half of it is done."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("topic", recreate="auto") as batch:
        batch.alter_column("name", nullable=True)
    op.execute("UPDATE topic SET name = 'lost'")
    op.execute("SELECT canary FROM nowhere")
'''
CHANGING = FAILING.partition("    op.execute")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request, open_place):  # noqa: F811 - the fixture itself
    """A place left at the migration before the last one, with somebody in it."""
    app = open_place(request.param)
    begin_at(app, BEFORE)
    run(app, TOPIC)
    return app


def copies(app) -> list[str]:
    return sorted(p.name for p in (app.config["SETTINGS"].instance_path / "backups").glob("*"))


def test_a_copy_is_kept_before_the_migrations_run(older, tmp_path):
    before = content(older, tmp_path / "before.zip")

    with clock.at(START):
        copy = schema.upgrade(older, older.config["SETTINGS"])
        again = schema.upgrade(older, older.config["SETTINGS"])

    assert copies(older) == [copy.name] == [f"before-{_newest()}-20260115T120000Z.zip"]
    assert digests(copy) == before
    assert again is None
    with older.app_context():
        assert schema.is_present()
        note = db.session.scalars(select(Backup)).one()
        assert (note.reason, note.name) == (Reason.UPGRADE, copy.name)
        assert db.session.scalar(text("SELECT name FROM topic")) == "Ada"


def test_an_empty_place_needs_no_copy(open_place):  # noqa: F811 - the fixture itself
    app = open_place("sqlite")

    assert schema.upgrade(app, app.config["SETTINGS"]) is None

    assert copies(app) == []
    with app.app_context():
        assert schema.is_present()
        assert (
            db.session.scalar(select(func.count()).select_from(Base.metadata.tables["backup"])) == 0
        )


def test_migrations_that_fail_leave_everything_as_it_was(older, tmp_path, caplog):
    _add_migration(older, tmp_path, FAILING)
    before = content(older, tmp_path / "before.zip")

    with pytest.raises(NotUpgraded) as said:
        schema.upgrade(older, older.config["SETTINGS"])

    [copy] = copies(older)
    assert f"A copy from before is kept in {older.config['SETTINGS'].instance_path}" in str(
        said.value
    )
    assert copy in str(said.value)
    assert content(older, tmp_path / "after.zip") == before
    with older.app_context():
        assert "half" not in inspect(db.engine).get_table_names()
        assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == BEFORE
    assert "9999_another.py" in caplog.text
    assert "canary" not in caplog.text.replace("SELECT canary FROM nowhere", "")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_table_that_others_refer_to_can_be_changed(open_place, tmp_path, kind):  # noqa: F811
    """SQLite changes a table by putting another in its place, which takes its rows away once."""
    app = open_place(kind)
    begin_at(app, "head")
    with app.app_context(), transaction():
        series = make_series()
        series.topics.append(Topic(slug="ada", name="Ada"))
    _add_migration(app, tmp_path, CHANGING)

    schema.upgrade(app, app.config["SETTINGS"])

    with app.app_context():
        assert db.session.scalars(text("SELECT topic_id FROM series_topic")).all() == [1]
        assert db.session.scalar(text("SELECT name FROM topic WHERE id = 1")) == "Ada"
        assert "half" in inspect(db.engine).get_table_names()


def test_nothing_is_begun_where_no_copy_can_be_kept(older, tmp_path):
    (older.config["SETTINGS"].instance_path / "backups").write_text("a file in the way")
    before = content(older, tmp_path / "before.zip")

    with pytest.raises(NotUpgraded, match="no copy of it could be kept"):
        schema.upgrade(older, older.config["SETTINGS"])

    assert content(older, tmp_path / "after.zip") == before


def test_the_last_five_copies_are_kept(open_place):  # noqa: F811 - the fixture itself
    app = open_place("sqlite")
    folder = app.config["SETTINGS"].instance_path / "backups"
    folder.mkdir()
    (folder / "mine.zip").write_text("not one of them")
    for number in range(6):
        (folder / f"before-000{number}-20250101T000000Z.zip").write_text("old")
    begin_at(app, BEFORE)
    run(app, TOPIC)

    with clock.at(START + timedelta(days=1)):
        copy = schema.upgrade(app, app.config["SETTINGS"])

    assert copies(app) == [
        *(f"before-000{number}-20250101T000000Z.zip" for number in range(2, 6)),
        copy.name,
        "mine.zip",
    ]


def test_a_database_of_a_newer_version_is_left_alone(open_place):  # noqa: F811 - the fixture itself
    app = open_place("sqlite")
    begin_at(app, "head")
    run(app, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NotUpgraded, match="newer version of the program"):
        schema.upgrade(app, app.config["SETTINGS"])


def _add_migration(app, folder: Path, script: str) -> None:
    """Let the program of `app` have one migration more."""
    scripts = folder / "migrations"
    shutil.copytree(HOME / "migrations", scripts)
    (scripts / "versions" / "9999_another.py").write_text(script.format(before=_newest()))
    app.extensions["migrate"].migrate.directory = str(scripts)


def _newest() -> str:
    return f"{len(migrations()):04}"
