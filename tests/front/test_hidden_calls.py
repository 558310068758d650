"""Series and calls for members or by link stand nowhere else, and visitors are not told of them."""

import re
from types import SimpleNamespace

import pytest

from community.accounts.models import Role
from community.calls import changing, scheduling
from community.calls.drafts import Details
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from tests.calls.build import begin, sitting_at, times
from tests.calls.walking import everything, who_sees
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

WEEKLY = times("FREQ=WEEKLY;COUNT=4", "2026-01-20")
PLACES = ("/", "/calls", "/calls?past=1", "/calls/month/2026-01", "/series", "/calendar.ics")


@pytest.fixture
def scene(writing):
    """An open series, one for members and one by link, and dates of the open one set apart."""
    with writing():
        make_community()
        fay = make_member("Fay", Role.FACILITATOR)
        opened = begin(fay, WEEKLY, title="Open weekly", topics=("Licences",))
        among, linked = (
            begin(
                fay,
                WEEKLY,
                title=f"{name} canary",
                topics=(f"Topic canary-{name[0].lower()}", "Licences"),
                visibility=visibility,
            )
            for name, visibility in (("Members", Visibility.MEMBERS), ("Link", Visibility.LINK))
        )
        apart = [s.call for s in sittings_of_series(opened, START)]
        for call, visibility in zip(apart[1:3], (Visibility.MEMBERS, Visibility.LINK), strict=True):
            words = Details(title=f"Date canary {visibility.value}", visibility=visibility)
            changing.change_call(call, words, version=call.version, now=START)
        alone = scheduling.schedule_call(
            Details(title="Evening canary", visibility=Visibility.LINK),
            [sitting_at("2026-01-21T17:00")],
            by=fay,
            now=START,
        )
        hidden = sittings_of_series(among, START)[0].call
        unlisted = sittings_of_series(linked, START)[0].call
        return SimpleNamespace(
            fay=fay,
            mia=make_member("Mia"),
            opened=opened.slug,
            among=among.slug,
            linked=linked.slug,
            dates=[call.slug for call in apart],
            hidden=hidden.slug,
            unlisted=unlisted.slug,
            alone=alone.slug,
        )


def test_a_visitor_who_follows_every_link_meets_nothing_hidden(scene, app):
    dates = [f"/calls/{slug}" for slug in (scene.dates[0], scene.dates[3])]

    pages = everything(app.test_client(), [*PLACES, f"/series/{scene.opened}", *dates])

    assert who_sees(pages, "Open weekly")
    assert who_sees(pages, "canary") == set()


def test_a_member_meets_what_is_for_members_and_nothing_by_link(scene, signed_in):
    pages = everything(signed_in(scene.mia), [*PLACES, f"/series/{scene.opened}"])

    assert {"/", "/calls", "/calls/month/2026-01", "/series"} <= who_sees(pages, "Members canary")
    assert f"/calls/{scene.dates[1]}" in who_sees(pages, "Date canary members")
    assert who_sees(pages, "Link canary") == set()
    assert who_sees(pages, "Evening canary") == set()
    assert who_sees(pages, "Date canary link") == set()
    assert who_sees(pages, "x-") & {f"/calls/{scene.alone}"} == set()


@pytest.mark.parametrize("end", ["", "/calendar.ics", "/edit", "/times", "/facilitators"])
def test_a_visitor_is_told_that_a_series_for_members_is_not_there(scene, client, end):
    there, nowhere = (client.get(f"/series/{slug}{end}") for slug in (scene.among, "nowhere"))

    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(scene.among, "nowhere") == nowhere.text


@pytest.mark.parametrize("end", ["", "/call.ics", "/edit", "/sittings/1/move", "/sittings/1/place"])
def test_a_visitor_is_told_that_a_call_for_members_is_not_there(scene, client, end):
    for slug in (scene.hidden, scene.dates[1]):
        there, nowhere = (client.get(f"/calls/{one}{end}") for one in (slug, "nowhere"))
        assert there.status_code == nowhere.status_code == 404
        assert there.text.replace(slug, "nowhere") == nowhere.text


def test_a_visitor_answers_nothing_they_may_not_see(scene, client):
    for slug in (scene.hidden, "nowhere"):
        assert client.post(f"/calls/{slug}/sittings/1/rsvp").status_code == 404
    assert client.post(f"/series/{scene.among}/answer").status_code == 404


def test_filtering_by_what_is_hidden_does_not_say_what_it_is(scene, client):
    for query in (f"series={scene.among}", "topic=topic-canary-m", "topic=topic-canary-l"):
        page = client.get(f"/calls?{query}")
        assert (page.status_code, "canary" in page.text.replace("topic-canary", "")) == (404, False)
    for slug in ("topic-canary-m", "topic-canary-l"):
        assert client.get(f"/topics/{slug}").status_code == 404


@pytest.mark.parametrize("name", ["linked", "unlisted", "alone"])
def test_whoever_has_the_address_sees_what_is_by_link_and_robots_do_not(scene, client, name):
    slug = getattr(scene, name)
    page = client.get(f"/series/{slug}" if name == "linked" else f"/calls/{slug}")

    assert re.fullmatch(r"x-[0-9a-f]{30}", slug)
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.text


def test_no_address_of_what_is_by_link_can_be_counted_to(scene, client):
    for number in range(1, 30):
        for address in (f"/calls/{number}", f"/series/{number}", f"/calls/x-{number}"):
            assert client.get(address).status_code == 404
    assert client.get(f"/calls/{scene.alone[:-1]}").status_code == 404
    assert client.get(f"/calls/{scene.alone.upper()}").status_code == 404


def test_the_dates_beside_an_open_one_pass_over_hidden_ones(scene, client, signed_in):
    first, second, _, last = (f"/calls/{slug}" for slug in scene.dates)

    def next_of(who, address):
        found = re.search(r'rel="next" href="([^"]+)"', who.get(address).text)
        return found and found[1]

    assert next_of(client, first) == last
    assert next_of(signed_in(scene.mia), first) == second
    assert next_of(signed_in(scene.mia), second) == last


def test_facilitators_find_their_own_hidden_dates_from_the_series(scene, signed_in):
    page = signed_in(scene.fay).get(f"/series/{scene.opened}").text

    assert all(f"/calls/{slug}" in page for slug in scene.dates)


def test_an_open_date_does_not_give_its_hidden_series_away(scene, writing, client, signed_in):
    fay = signed_in(scene.fay)
    for slug in (scene.hidden, scene.unlisted):
        form = {"title": "Open door", "visibility": "public", "recording": "not recorded"}
        sent = form | {"note_takers": "ask first", "language": "en", "version": "1"}
        assert fay.post(f"/calls/{slug}/details", data=sent).status_code == 303

    pages = everything(client)

    assert {"/calls/open-door", "/calls/open-door-2"} <= who_sees(pages, "Open door")
    assert who_sees(pages, scene.linked) == set()
    assert who_sees(pages, "Members canary") == set()
    assert who_sees(pages, "Link canary") == set()
