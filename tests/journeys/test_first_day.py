"""The first day of a community, from the one-time address to a calendar that is right."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from community.calls.models import Series
from tests.calendars.readers import READERS
from tests.calendars.worlds import read_by, shown
from tests.journeys.arriving import Hands, addresses_of_calls, entrust, join, set_up
from tests.journeys.place import CALENDAR

MEMBERS = "Ada", "Ben", "Cleo", "Dan"
EIGHT = ["3 Mar", "17 Mar", "31 Mar", "14 Apr", "28 Apr", "12 May", "26 May", "9 Jun"]

with_and_without_scripts = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with scripts", "without scripts"]
)


@pytest.fixture
def hands(at) -> Iterator[Hands]:
    """The clock, held at a Monday in March."""
    with ExitStack() as held:
        yield Hands(lambda instant: held.enter_context(at(instant)))


@with_and_without_scripts
@pytest.mark.real_horizon
def test_a_community_is_set_up_schedules_answers_and_subscribes(
    hands, open_page, live_server, reading, javascript
):
    open_page = partial(open_page, javascript=javascript)
    steward = set_up(open_page, live_server)
    people = {name: join(name, hands, open_page, live_server) for name in MEMBERS}
    entrust(steward, "Ada")

    address = start_series(people["Ada"])
    dates = addresses_of_calls(people["Ada"], 3)
    move(people["Ada"], dates[1])
    cancel(people["Ada"], dates[2])

    answer_in_turn(people, dates[0])
    hands.move_on(minutes=1)
    pass_a_place_on(people, dates[0])
    assert_the_answers_are_listed(people["Ada"], dates[0])

    own = make_own_address(people["Cleo"])
    assert len(events_in(fetch(own))) == 1
    feed = feed_of(people["Dan"], address)
    assert_readers_agree(feed, address.rpartition("/")[2], reading)
    bring_in(people["Ada"])
    assert_a_visitor_far_away_sees_their_own_hour(open_page, dates[0], javascript)


def start_series(page) -> str:
    """A facilitator looks at the dates of a biweekly series, then starts it; gives its address."""
    page.goto("/series/new")
    page.get_by_label("Title").fill("Practitioners Call")
    page.get_by_label("First date").fill("2026-03-03")
    page.get_by_label("Every how many").fill("2")
    page.get_by_label("Time", exact=True).first.fill("17:00")
    page.get_by_label("Places").first.fill("2")
    page.get_by_role("button", name="Show what this means").click()
    listed = page.locator(".preview-dates > li")
    expect(listed).to_have_count(len(EIGHT))
    for entry, day in zip(listed.all(), EIGHT, strict=True):
        expect(entry).to_contain_text(day)
    changes = listed.filter(has=page.locator(".preview-mark"))
    expect(changes).to_have_count(1)
    expect(changes).to_contain_text("31 March 2026, 17:00")
    expect(changes).to_contain_text("15:00 UTC")
    assert page.request.get("/series").text().count("Practitioners Call") == 0
    page.get_by_role("button", name="Start this series").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practitioners Call")
    return str(page.url).partition("?")[0]  # where what was kept of the form is let go of


def move(page, address) -> None:
    """The second date is held a day and two hours later."""
    page.goto(address)
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Day").fill("2026-03-18")
    page.get_by_label("Time", exact=True).fill("19:00")
    page.get_by_role("button", name=re.compile("^Move th")).click()
    expect(page.locator(".dateline")).to_contain_text("18 March")
    expect(page.locator(".dateline")).to_contain_text("19:00")


def cancel(page, address) -> None:
    """The third date is not held, and everybody is told why."""
    page.goto(address)
    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_label("Reason").fill("Most of us are at a conference.")
    page.get_by_role("button", name=re.compile("^Cancel th")).click()
    expect(page.get_by_role("main")).to_contain_text("Most of us are at a conference.")


def answer_in_turn(people, address) -> None:
    """Four people would like to come where two have room; each accepts the code, once."""
    said = {
        "Ada": "2 of 2 places free",
        "Ben": "1 of 2 places free",
        "Cleo": "0 of 2 places free",
        "Dan": "0 of 2 places free",
    }
    for name, page in people.items():
        page.goto(address)
        expect(page.locator("#rsvp-1")).to_contain_text(said[name])
        page.get_by_role("button", name=re.compile("^(Going|Join waiting list)$")).click()
    for name, line in (("Cleo", "first"), ("Dan", "second")):
        expect(people[name].locator("#rsvp-1")).to_contain_text(f"You are {line} in line.")


def pass_a_place_on(people, address) -> None:
    """The second gives the place back; it is offered to the third, on their home page."""
    people["Ben"].goto(address)
    people["Ben"].get_by_role("button", name="Can’t").click()
    people["Dan"].goto("/")
    expect(people["Dan"].get_by_text("A place has come free")).to_have_count(0)
    people["Cleo"].goto("/")
    expect(people["Cleo"].get_by_text("A place has come free")).to_have_count(1)
    people["Cleo"].get_by_role("button", name="Take the place").first.click()
    people["Cleo"].goto(address)
    going = people["Cleo"].get_by_role("button", name="Going")
    expect(going).to_have_attribute("aria-pressed", "true")
    people["Dan"].goto(address)
    expect(people["Dan"].locator("#rsvp-1")).to_contain_text("You are first in line.")


def assert_the_answers_are_listed(page, address) -> None:
    """The facilitator sees who comes."""
    page.goto(address)
    page.get_by_role("link", name="Who answered").click()
    rows = page.locator("table.answers tbody tr")
    expect(rows).to_have_count(len(MEMBERS))
    words = {
        row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()
    }
    assert set(words) == set(MEMBERS)
    assert words["Ada"] == words["Cleo"] != words["Dan"]


def make_own_address(page) -> str:
    """A member asks for their personal address."""
    page.goto("/subscribe")
    page.get_by_role("button", name="Make my address").click()
    return str(page.locator("input#own").input_value())


def feed_of(page, address) -> bytes:
    """The file behind the address that the page of the series gives."""
    page.goto(address)
    return fetch(page.locator("input#feed").input_value())


def fetch(address: str) -> bytes:
    """What a calendar program gets at an address."""
    with urllib.request.urlopen(address) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        return bytes(answer.read())


def events_in(file: bytes) -> list[bytes]:
    """The events of a calendar file."""
    return re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", file, re.DOTALL)


def assert_readers_agree(feed, slug, reading) -> None:
    """Every program shows the dates the program knows: one moved, one cancelled."""
    with reading() as session:
        expected = shown(session.query(Series).filter_by(slug=slug).one())
    moved = datetime(2026, 3, 18, 18, tzinfo=UTC)
    cancelled = datetime(2026, 3, 31, 15, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert expected[1:3] == [
        (moved, moved + hour, "CONFIRMED"),
        (cancelled, cancelled + hour, "CANCELLED"),
    ]
    assert len(expected) > 30
    for reader in READERS:
        assert (reader, read_by(reader, feed)) == (reader, expected)


def bring_in(page) -> None:
    """A facilitator moves the calendar of another place in; its entries stay the same ones."""
    page.goto("/import")
    page.get_by_label("Calendar file").set_input_files(CALENDAR)
    page.get_by_role("button", name="Show what is in the file").click()
    expect(page.get_by_role("main")).to_contain_text("Tea")
    assert page.request.get("/series").text().count("Tea") == 0
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.get_by_role("main")).to_contain_text("This file was imported on")
    page.goto("/series")
    page.get_by_role("link", name="Tea", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tea")
    assert [b"UID:tea-1\r" in event for event in events_in(feed_of(page, page.url))] == [True]


def assert_a_visitor_far_away_sees_their_own_hour(open_page, address, javascript) -> None:
    """In New York it is eleven; without scripts the call's hour and UTC say it."""
    page = open_page(address, zone="America/New_York", locale="en-US")
    head = page.locator(".dateline")
    for words in ("11:00", "17:00 Berlin time") if javascript else ("17:00", "16:00 UTC"):
        expect(head).to_contain_text(words)
