"""Changing the words of a series over HTTP: of two tabs the second is told, and nothing is lost."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.calls.models import Series, Visibility
from community.calls.queries import sittings_of_series
from community.db import db
from tests.calls.build import begin
from tests.calls.filling import WEEKLY, summary, value_of, wrongs
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def fay(writing):
    """A facilitator who has started nothing yet."""
    with writing():
        make_community()
        return make_member("Fay", Role.FACILITATOR)


def series_there_are(reading) -> list[Series]:
    with reading():
        return list(db.session.scalars(select(Series).order_by(Series.id)))


def test_the_words_of_a_series_are_changed(fay, writing, signed_in, reading):
    with writing():
        address = f"/series/{begin(fay).slug}"
    client = signed_in(fay)
    form = {
        **WEEKLY,
        "title": "Evenings",
        "version": value_of(client.get(f"{address}/edit"), "version"),
    }

    there = client.post(f"{address}/details", data=form).location
    assert there.partition("?sent=words-of-series")[0] == address
    assert [s.title for s in series_there_are(reading)] == ["Evenings"]


def test_what_is_known_of_access_is_on_the_page_of_a_call_and_in_its_feed(fay, writing, signed_in):
    with writing():
        series = begin(fay)
        address, first = f"/series/{series.slug}", sittings_of_series(series, START)[0]
        call = f"/calls/{first.call.slug}"
    client = signed_in(fay)
    read = client.get(f"{address}/edit")
    form = {**WEEKLY, "version": value_of(read, "version"), "access": "Slides two days before."}
    client.post(f"{address}/details", data=form)
    page, feed = client.get(call).text, client.get(f"{address}/calendar.ics").text
    own = {name: value_of(client.get(f"{call}/edit"), name) for name in ("version", "access")}
    given = {**WEEKLY, "version": own["version"], "access": "Sign language: DGS"}
    client.post(f"{call}/details", data=given)

    assert "Slides two days before." in page
    assert "Access: Slides two days before." in feed.replace("\r\n ", "")
    assert own["access"] == "Slides two days before."
    assert "Sign language: DGS" in client.get(call).text
    assert "Slides two days before." in client.get(address).text


def test_of_two_tabs_the_second_is_told_and_keeps_what_was_typed(fay, writing, signed_in, reading):
    with writing():
        address = f"/series/{begin(fay).slug}"
    client = signed_in(fay)
    version = value_of(client.get(f"{address}/edit"), "version")
    form = {**WEEKLY, "version": version}

    client.post(f"{address}/details", data=form | {"title": "First"})
    second = client.post(f"{address}/details", data=form | {"title": "Second", "captions": "Live"})

    assert second.status_code == 409
    assert "Somebody else has changed this series in the meantime." in summary(second)
    assert (value_of(second, "title"), value_of(second, "captions")) == ("Second", "Live")
    beside = {"title": "Saved meanwhile: First", "captions": "Saved meanwhile: nothing."}
    assert wrongs(second) == beside
    assert [s.title for s in series_there_are(reading)] == ["First"]
    again = form | {"title": "Second", "version": value_of(second, "version")}
    assert client.post(f"{address}/details", data=again).status_code == 303


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "9" * 30, "²"])
def test_a_version_that_was_never_read_is_a_conflict(fay, writing, signed_in, version):
    with writing():
        address = f"/series/{begin(fay).slug}"

    answer = signed_in(fay).post(f"{address}/details", data={**WEEKLY, "version": version})

    assert answer.status_code == 409


def test_a_series_hidden_behind_a_link_gets_an_address_nobody_guesses(
    fay, writing, signed_in, reading
):
    with writing():
        address = f"/series/{begin(fay).slug}"
    form = {**WEEKLY, "visibility": "link", "version": "1"}

    location = signed_in(fay).post(f"{address}/details", data=form).location

    assert location.startswith("/series/x-")
    assert signed_in(fay).get(address).status_code == 404
    with reading():
        assert db.session.scalar(select(func.count()).select_from(Series)) == 1
        assert db.session.scalar(select(Series.visibility)) is Visibility.LINK
