"""A database that does not answer, or a transaction it has given up, still gets a page of ours."""

import pytest
from flask import abort
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from community.access import public
from community.db import db
from tests.databases import make_app, settings_for
from tests.factories import PASSWORD, make_community, make_member, sign_in

WORDS = "canary-of-a-person"
ON_POSTGRESQL = pytest.mark.engines("postgresql")


@pytest.fixture
def without_database(engine, tmp_path):
    """An application whose database cannot be reached, as it runs in production."""
    nowhere = tmp_path / "nowhere"
    url = (
        f"sqlite:///{nowhere}/community.db"
        if engine == "sqlite"
        else f"postgresql+psycopg://postgres@/community?host={nowhere}"
    )
    app = make_app(settings_for(url, tmp_path))
    app.testing = False
    yield app
    with app.app_context():
        db.engine.dispose()


def assert_is_our_page(answer, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"Error {status}" in answer.text
    assert "</html>" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/calls", "/calendar.ics", "/nothing-here", "/series/none", "/sign-in", "/%00"]
)
def test_every_address_answers_with_our_page(without_database, path):
    assert_is_our_page(without_database.test_client().get(path), 500)


def test_so_does_a_member_and_a_form(without_database):
    client = without_database.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a token of a sign-in"
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    assert_is_our_page(client.get("/my-calls"), 500)
    assert_is_our_page(
        client.post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD}), 500
    )


def test_what_needs_no_database_still_works(without_database):
    client = without_database.test_client()

    answers = [
        client.get(path, buffered=True).status_code
        for path in ("/healthz", "/readyz", "/static/css/base.css")
    ]

    assert answers == [200, 503, 200]


@ON_POSTGRESQL
@pytest.mark.parametrize("is_member", [True, False])
@pytest.mark.parametrize("path", ["/fails", "/fails-and-goes-on", "/fails-and-is-missing"])
def test_a_page_in_a_transaction_the_database_gave_up_is_ours(
    writing, another_app, path, is_member
):
    with writing():
        make_community()
        ada = make_member("Ada")
    app = another_app()
    _add_failing_pages(app)
    client = app.test_client()
    if is_member:
        sign_in(client, ada)
    app.testing = False

    missing = path == "/fails-and-is-missing"  # what its page shows is at hand already
    assert_is_our_page(client.get(path), 404 if missing and not is_member else 500)
    assert client.get("/calls").status_code == 200


def test_the_log_says_where_a_request_failed_and_not_what_was_sent(writing, another_app, caplog):
    with writing():
        make_community()
    app = another_app()
    _add_failing_pages(app)
    app.testing = False

    app.test_client().get("/fails")

    assert "in fail" in caplog.text
    assert WORDS not in caplog.text


def _add_failing_pages(app) -> None:
    def fail() -> None:
        db.session.execute(text("SELECT :words FROM nowhere"), {"words": WORDS})

    @app.get("/fails")
    @public
    def fails():
        fail()
        return "A page."

    @app.get("/fails-and-goes-on")
    @public
    def fails_and_goes_on():
        try:
            fail()
        except SQLAlchemyError:
            db.session.execute(text("SELECT 1"))
        return "A page."

    @app.get("/fails-and-is-missing")
    @public
    def fails_and_is_missing():
        try:
            fail()
        except SQLAlchemyError:
            abort(404)
        return "A page."
