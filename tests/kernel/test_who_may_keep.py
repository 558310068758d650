"""What answers tell caches: a member's cookie never travels with what others may keep."""

import pytest
from flask import session

from community.access import public
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from tests.calls.build import begin
from tests.factories import START, make_community, make_member

SHEET = "/static/css/base.css"


@pytest.fixture
def ada(writing):
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def series(ada, writing):
    with writing():
        return begin(ada)


def cookie_headers(answer):
    """What an answer says of cookies, with its status."""
    return answer.status_code, answer.headers.get("Set-Cookie"), "Cookie" in answer.vary


def test_calendars_and_static_files_carry_no_cookie_for_a_member_either(ada, series, signed_in):
    client = signed_in(ada)

    answers = [
        client.get(path, buffered=True)
        for path in ("/calendar.ics", f"/series/{series.slug}/calendar.ics", SHEET)
    ]

    assert [cookie_headers(answer) for answer in answers] == [(200, None, False)] * 3
    assert ["public" in answer.headers["Cache-Control"] for answer in answers] == [True] * 3


def test_a_file_that_is_not_there_carries_no_cookie_either(ada, signed_in):
    assert cookie_headers(signed_in(ada).get("/static/none.css")) == (404, None, False)


def test_a_members_page_says_whose_it_is_without_writing_the_cookie_again(ada, signed_in):
    answer = signed_in(ada).get("/calls")

    assert cookie_headers(answer) == (200, None, True)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_visitors_page_may_be_kept(ada, client):
    answer = client.get("/calls")

    assert cookie_headers(answer) == (200, None, False)
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_page_that_begins_a_session_is_kept_by_nobody(ada, another_app):
    app = another_app()

    @app.get("/begins")
    @public
    def begins():
        session["word"] = "said"
        return "A page."

    answer = app.test_client().get("/begins")

    assert answer.headers["Set-Cookie"].startswith("session=")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers.get("ETag") is None


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.LINK])
def test_what_only_its_link_opens_is_kept_by_who_has_the_link_alone(
    ada, writing, client, visibility
):
    with writing():
        series = begin(ada, visibility=visibility)
        call = sittings_of_series(series, START)[0].call
    kept = "private, no-cache" if visibility is Visibility.LINK else "public, no-cache"

    for path in (f"/series/{series.slug}", f"/calls/{call.slug}"):
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, kept)
        assert (again.status_code, again.headers["Cache-Control"]) == (304, kept)


def test_a_members_page_of_what_only_its_link_opens_is_not_kept(ada, writing, signed_in):
    with writing():
        series = begin(ada, visibility=Visibility.LINK)

    answer = signed_in(ada).get(f"/series/{series.slug}")

    assert answer.headers["Cache-Control"] == "private, no-store"
