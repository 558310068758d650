"""Lists of calls: by topic and series, in pieces that stay right, and as a month."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from community.calls.models import Topic
from community.calls.times import Sitting
from community.db import db
from community.pages import PER_PAGE
from tests.calls.build import begin, times
from tests.calls.filling import words
from tests.factories import make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")

FIRST = datetime(2026, 2, 1, 9)


@pytest.fixture
def fay(writing):
    """A facilitator in a community that lives in Berlin."""
    with writing():
        make_community()
        return make_member("Fay")


def make_many(number: int, starts: datetime = FIRST, apart: timedelta = timedelta(hours=6)) -> None:
    for n in range(number):
        make_sitting(make_call(title=f"Call {n:03}"), starts=starts + n * apart)


def titles(page) -> list[str]:
    return re.findall(r"Call \d{3}", words(page))


def next_page(page) -> str | None:
    found = re.search(r'href="([^"]*[?&;]after=[^"]+)"', page.text)
    return found and found[1].replace("&amp;", "&")


def all_titles(client, address: str | None) -> list[str]:
    found = []
    while address is not None:
        page = client.get(address)
        found += titles(page)
        address = next_page(page)
    return found


@pytest.mark.parametrize("number", [0, 1, PER_PAGE, PER_PAGE + 1, 2 * PER_PAGE + 3])
def test_every_call_is_on_one_page_exactly(fay, writing, client, number):
    with writing():
        make_many(number)

    assert all_titles(client, "/calls") == [f"Call {n:03}" for n in range(number)]


def test_past_calls_come_latest_first(fay, writing, client, at):
    with writing():
        make_many(PER_PAGE + 5)

    with at("2026-06-01T12:00"):
        found = all_titles(client, "/calls?past=1")

    assert found == [f"Call {n:03}" for n in reversed(range(PER_PAGE + 5))]


def test_calls_at_the_same_moment_are_each_shown_once(fay, writing, client):
    with writing():
        make_many(PER_PAGE + 20, apart=timedelta(0))

    assert sorted(all_titles(client, "/calls")) == [f"Call {n:03}" for n in range(PER_PAGE + 20)]


def test_what_comes_and_goes_meanwhile_makes_nothing_skipped_or_twice(fay, writing, client):
    with writing():
        make_many(PER_PAGE + 10)
    first = client.get("/calls")
    with writing():
        make_sitting(make_call(title="Call 900"), starts=FIRST - timedelta(hours=1))
        first_calls = db.session.scalars(select(Sitting).order_by(Sitting.starts_at).limit(3)).all()
        for sitting in first_calls:
            db.session.delete(sitting)

    rest = all_titles(client, next_page(first))

    assert rest == [f"Call {n:03}" for n in range(PER_PAGE, PER_PAGE + 10)]


def test_lists_by_series_and_by_topic_hold_theirs_alone(fay, writing, client):
    with writing():
        given = times("FREQ=WEEKLY;COUNT=2", "2026-02-03")
        one = begin(db.session.merge(fay), given, title="Call 001", topics=("Care",))
        begin(db.session.merge(fay), given, title="Call 002", topics=("Licences",))
        call = make_call(title="Call 003")
        call.own_topics = list(db.session.scalars(select(Topic).where(Topic.slug == "care")))
        make_sitting(call)
        slug = one.slug

    by_series = re.findall(r'<a href="/calls/([^"?/]+)"', client.get(f"/calls?series={slug}").text)
    by_topic = client.get("/topics/care")
    assert set(by_series) == {"call-001-2026-02-03", "call-001-2026-02-10"}
    assert set(titles(by_topic)) == {"Call 001", "Call 003"}
    assert client.get("/calls?topic=nothing").status_code == 404
    assert client.get("/calls?series=nothing").status_code == 404


@pytest.mark.parametrize(
    ("zone", "march", "april"),
    [("Europe/Berlin", False, True), ("America/New_York", True, False)],
)
def test_a_call_stands_in_the_month_it_is_held_in_for_the_reader(
    *, fay, writing, signed_in, zone, march, april
):
    with writing():
        make_sitting(make_call(title="Call 001"), starts=datetime(2026, 4, 1, 1, 30))
        ada = make_member("Ada", zone=zone)

    def stands(month: str, day: str) -> bool:
        page = signed_in(ada).get(f"/calls/month/{month}").text
        cells = re.findall(rf'<td\b[^>]*>(?:(?!</td>).)*datetime="{day}".*?</td>', page, re.DOTALL)
        return any("Call 001" in cell for cell in cells)

    assert (stands("2026-03", "2026-03-31"), stands("2026-04", "2026-04-01")) == (march, april)


def test_a_month_in_which_clocks_change_has_each_day_once(fay, client):
    for month, days in (("2026-03", 31), ("2026-10", 31), ("2028-02", 29), ("2026-02", 28)):
        page = client.get(f"/calls/month/{month}").text
        shown = re.findall(rf'datetime="({month}-\d\d)"', page)
        assert shown == sorted(set(shown))
        assert len(shown) == days


def test_a_call_on_the_day_of_the_change_is_drawn_at_the_hour_it_is_held(fay, writing, client):
    with writing():
        make_sitting(make_call(title="Call 001"), starts=datetime(2026, 3, 29, 0, 30))
        make_sitting(make_call(title="Call 002"), starts=datetime(2026, 3, 29, 23, 30))

    page = words(client.get("/calls/month/2026-03"))

    assert "00:30 Call 001" in page
    assert "23:30 Call 002" in page


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-3", "26-03", "0001-01", "9999-12", "2026-03-01", "x"]
)
def test_what_is_no_month_is_not_there(fay, client, month):
    assert client.get(f"/calls/month/{month}").status_code == 404


def test_the_months_beside_those_we_know_are_not_offered(fay, client):
    for month in ("1970-01", "2100-12"):
        page = client.get(f"/calls/month/{month}").text
        for beside in re.findall(r'href="(/calls/month/[^"]+)"', page):
            assert client.get(beside).status_code in {200, 303}


def test_the_present_month_is_that_of_the_reader(fay, writing, client, signed_in, at):
    with writing():
        ada = make_member("Ada", zone="Pacific/Kiritimati")

    with at("2026-03-31T12:00"):
        assert client.get("/calls/month/").location == "/calls/month/2026-03"
        assert signed_in(ada).get("/calls/month/").location == "/calls/month/2026-04"
