"""What machines ask: is it up, can it serve, and whom to tell of a weakness."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from community import clock, work
from community.health import WORKER_SILENT
from tests.databases import make_app, settings_for
from tests.factories import START

pytestmark = pytest.mark.usefixtures("in_january")


def a_worker_looks(app: Flask, at: datetime) -> None:
    with app.app_context(), clock.at(at):
        work.look(())


def test_it_is_up_before_there_is_anything_else(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_is_not_ready_while_no_worker_was_seen(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["worker"] == "not seen in the last two minutes"


@pytest.mark.parametrize(
    ("ago", "code"),
    [(timedelta(0), 200), (WORKER_SILENT, 200), (WORKER_SILENT + timedelta(seconds=1), 503)],
)
def test_it_is_ready_while_a_worker_was_seen_lately(*, app, client, ago, code):
    a_worker_looks(app, START - ago)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["database"]) == (code, "ok")


@pytest.fixture
def _an_older_shape(writing):
    change = text("UPDATE alembic_version SET version_num = :version")
    with writing() as session:
        newest = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(change, {"version": "0001"})
    yield
    with writing() as session:  # what is between tests made anew leaves this table alone
        session.execute(change, {"version": newest})


@pytest.mark.usefixtures("_an_older_shape")
def test_it_is_not_ready_on_a_database_of_an_older_shape(app, client):
    a_worker_looks(app, START)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["database"] == "has another shape: flask --app app upgrade"


def test_it_is_not_ready_on_a_database_without_tables(tmp_path):
    app = make_app(settings_for(f"sqlite:///{tmp_path}/empty.db", tmp_path))

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json["database"] == "does not answer, or has no tables yet"


def test_a_database_that_cannot_be_reached_is_said_without_its_address(tmp_path):
    nowhere = f"postgresql+psycopg://calls:hush@/calls?host={tmp_path}"
    app = make_app(settings_for(nowhere, tmp_path))

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert not any(word in answer.text for word in ("hush", str(tmp_path), "psycopg"))
    assert app.test_client().get("/healthz").status_code == 200


def test_who_finds_a_weakness_is_told_whom_to_write_to(another_app):
    app = another_app(security_contact="mailto:safe@example.org")

    text = app.test_client().get("/.well-known/security.txt").text

    assert "Contact: mailto:safe@example.org\n" in text
    assert "Expires: 2026-06-30T00:00:00Z\n" in text
