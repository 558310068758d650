"""The address at which a series is taken along."""

from dataclasses import replace

import pytest

from community.access import Viewer, may
from community.calls import removing
from community.calls.models import Visibility
from community.db import db
from community.exchange.policies import Permission
from community.exchange.views import exporting
from tests.calls.build import begin
from tests.exchange.scene import files_in
from tests.factories import START, make_community, make_member, make_series

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def series(writing):
    with writing():
        make_community()
        return begin(make_member("Ola"), title="Office hours")


def test_whoever_sees_a_series_may_take_it_along(db_session):
    for_members = make_series(make_member(), visibility=Visibility.MEMBERS)

    assert may(Viewer(), Permission.TAKE_ALONG, make_series())
    assert may(Viewer(), Permission.TAKE_LIBRARY_ALONG)
    assert not may(Viewer(), Permission.TAKE_ALONG, for_members)
    assert may(Viewer(make_member()), Permission.TAKE_ALONG, for_members)


def test_a_visitor_takes_it_from_the_page_of_the_series(client, series):
    address = f"/series/{series.slug}/export.zip"

    assert address in client.get(f"/series/{series.slug}").text
    with client.get(address) as response:
        assert response.mimetype == "application/zip"
        assert f"{series.slug}.zip" in response.headers["Content-Disposition"]
        assert files_in(response.data)["README.md"].startswith("# Office hours\n")


def test_unchanged_it_is_not_sent_again(client, series, writing):
    def ask(**headers):
        with client.get(f"/series/{series.slug}/export.zip", headers=headers) as response:
            return response.status_code, response.headers["ETag"]

    _, tag = ask()
    assert ask(**{"If-None-Match": tag}) == (304, tag)
    with writing():
        db.session.merge(series).title = "Office hours again"
    assert ask(**{"If-None-Match": tag})[0] == 200


def test_what_was_deleted_is_not_taken_along(client, series, writing):
    with writing():
        ola = make_member("Ola")
        removing.remove_series(db.session.merge(series), by=ola, reason="A mistake.", now=START)

    assert client.get(f"/series/{series.slug}/export.zip").status_code == 410


def test_each_has_a_share_and_one_series_is_packed_at_a_time(client, series, monkeypatch):
    def ask():
        with client.get(f"/series/{series.slug}/export.zip") as response:
            return response.status_code, response.data

    monkeypatch.setattr(exporting, "EXPORT", replace(exporting.EXPORT, most=1))
    with exporting.packer:
        busy = ask()
    first, second = ask(), ask()

    assert (busy[0], first[0], second[0]) == (429, 200, 429)
    assert b"Somebody else is taking a series along just now." in busy[1]
    assert b"That was tried too often." in second[1]
