"""Whatever address a page offers to calendar programs is one they can fetch, without a sign-in."""

import re
from html import unescape

import pytest

from community.calls.drafts import Details
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from community.calls.scheduling import schedule_call
from tests.calls.build import begin, sitting_at
from tests.factories import START, make_community, make_member

KINDS = list(Visibility)


@pytest.fixture
def bob(writing):
    with writing():
        make_community()
        return make_member("Bob")


@pytest.fixture
def begun(writing, bob):
    """A function that begins a series of a visibility; gives its address and one of its calls'."""

    def make(visibility: Visibility) -> tuple[str, str]:
        with writing():
            series = begin(make_member("Ada"), visibility=visibility, topics=("Gardens",))
            return series.slug, sittings_of_series(series, START)[0].call.slug

    return make


def offered(page: str) -> list[str]:
    """The paths that a page gives to calendar programs."""
    found = re.findall(r'href="webcal://localhost:8000(/[^"]+)"', page)
    return [unescape(path) for path in found]


@pytest.mark.parametrize(
    ("visibility", "has_feed"), [(each, each is not Visibility.MEMBERS) for each in KINDS]
)
def test_a_series_page_offers_a_feed_where_there_is_one(
    begun, signed_in, bob, client, at, *, visibility, has_feed
):
    slug, call = begun(visibility)
    with at(START):
        page = signed_in(bob).get(f"/series/{slug}").text
        of_call = signed_in(bob).get(f"/calls/{call}").text
        statuses = [client.get(path).status_code for path in offered(page) + offered(of_call)]

    assert (offered(page), offered(of_call)) == (
        ([f"/series/{slug}/calendar.ics"], [f"/calls/{call}/call.ics"]) if has_feed else ([], [])
    )
    assert statuses == ([200, 200] if has_feed else [])


@pytest.mark.parametrize("query", ["", "?series={slug}", "?topic=gardens&series={slug}"])
@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.MEMBERS])
def test_a_list_offers_the_feed_of_what_it_shows(
    begun, signed_in, bob, client, at, *, visibility, query
):
    slug, _call = begun(visibility)
    with at(START):
        page = signed_in(bob).get("/calls" + query.format(slug=slug))
        statuses = [client.get(path).status_code for path in offered(page.text)]

    assert page.status_code == 200
    assert statuses == ([200] if visibility is Visibility.PUBLIC or not query else [])


def test_a_member_can_download_the_file_of_a_call_for_members(writing, signed_in, bob, client, at):
    with writing():
        details = Details(title="Quiet evening", visibility=Visibility.MEMBERS)
        slug = schedule_call(details, [sitting_at("2026-05-20T18:00")], by=bob, now=START).slug
    path = f"/calls/{slug}/call.ics"
    with at(START):
        page = signed_in(bob).get(f"/calls/{slug}").text

        assert (f'href="{path}"' in page, offered(page)) == (True, [])
        assert "BEGIN:VEVENT" in signed_in(bob).get(path).text
        assert client.get(path).status_code == 404
