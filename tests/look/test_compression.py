"""Styles and scripts are small on the wire, and pages are left alone."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from community import compression
from tests.look.loaded import on_every_page, scripts_on_every_page

STATIC = Path(__file__).parents[2] / "community/static"
ASKING = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def client() -> FlaskClient:
    """A visitor of a place that has static files and one page, and no database."""
    app = Flask("files", static_folder=str(STATIC), static_url_path="/static")
    app.add_url_rule("/page", view_func=lambda: "<p>A page.</p>" * 200, endpoint="page")
    sheet = ":root { --accent: #0f4f55; }"
    app.add_url_rule(
        "/own.css", view_func=lambda: (sheet, {"Content-Type": "text/css"}), endpoint="own"
    )
    compression.init_app(app)
    return app.test_client()


def test_a_style_sheet_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    answer = client.get("/static/css/form.css", headers=ASKING)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.vary
    assert gzip.decompress(answer.data) == (STATIC / "css/form.css").read_bytes()
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_those_who_do_not_take_it_get_the_file_as_it_is(client: FlaskClient) -> None:
    with client.get("/static/css/form.css") as answer:
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.vary
        assert answer.data == (STATIC / "css/form.css").read_bytes()


def test_a_file_one_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/css/form.css", headers=ASKING)

    assert first.headers["ETag"].startswith("W/")  # the bytes differ from the plain file's
    known = {**ASKING, "If-None-Match": first.headers["ETag"]}

    with client.get("/static/css/form.css", headers=known) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_fonts_and_what_views_answer_are_not_compressed(client: FlaskClient) -> None:
    font = "/static/vendor/newsreader/newsreader-latin-wght-normal.woff2"

    for path in (font, "/page", "/own.css", "/static/nothing.css"):
        with client.get(path, headers=ASKING) as answer:
            assert answer.status_code < 500
            assert "Content-Encoding" not in answer.headers


def test_what_every_page_loads_leaves_room_for_the_page_itself(client: FlaskClient) -> None:
    names = [f"css/{name}.css" for name in on_every_page()]
    names += [f"js/{name}.js" for name in scripts_on_every_page()]

    sent = sum(len(client.get(f"/static/{name}", headers=ASKING).data) for name in names)

    assert sent < 20_000
