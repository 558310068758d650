"""A button that is pressed twice does what it says once, with scripts and without."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from community.attendance.models import Rsvp
from community.calls.models import Call, Series

with_and_without_scripts = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with scripts", "without scripts"]
)


@pytest.fixture
def count(reading):
    """How many rows there are: `count(Series, Series.title == "Twice")`."""

    def ask(model, condition) -> int:
        with reading() as session:
            return int(session.scalar(select(func.count(model.id)).where(condition)) or 0)

    return ask


@pytest.fixture
def facilitator(open_page, place, cookies_for, javascript) -> Page:
    """The browser of somebody who may schedule."""
    return open_page(cookies=cookies_for(place.people["facilitator"]), javascript=javascript)


def press_twice(page: Page, button: Locator) -> None:
    """Press with two clicks, then send the very same form again, as a reload of its answer does."""
    with page.expect_request(lambda request: request.method == "POST") as sent:
        button.dblclick()
    request = sent.value
    again = page.request.post(
        request.url,
        data=request.post_data or "",
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": request.url.removesuffix(urlsplit(request.url).path),
        },
        max_redirects=0,
    )
    assert again.status == 303


def when(page: Page) -> None:
    page.get_by_label("Time", exact=True).first.fill("18:30")


@with_and_without_scripts
def test_one_series_is_started(facilitator, count):
    facilitator.goto("/series/new")
    facilitator.get_by_label("Title").fill("Twice")
    facilitator.get_by_label("First date").fill("2026-03-05")
    when(facilitator)
    facilitator.get_by_role("button", name="Show what this means").click()
    expect(facilitator.get_by_text("Nothing is saved yet.")).to_be_visible()
    press_twice(facilitator, facilitator.get_by_role("button", name="Start this series"))

    expect(facilitator.get_by_role("heading", level=1)).to_have_text("Twice")
    assert count(Series, Series.title == "Twice") == 1


@with_and_without_scripts
def test_one_call_is_scheduled(facilitator, count):
    facilitator.goto("/calls/new")
    facilitator.get_by_label("Title").fill("Twice")
    facilitator.get_by_label("Day", exact=True).first.fill("2026-03-05")
    when(facilitator)
    press_twice(facilitator, facilitator.get_by_role("button", name="Schedule this call"))

    expect(facilitator.get_by_role("heading", level=1)).to_have_text("Twice")
    assert count(Call, Call.own_title == "Twice") == 1


@with_and_without_scripts
def test_one_date_is_added(facilitator, place, count):
    facilitator.goto(place.at("/series/{own}/dates/new"))
    facilitator.get_by_label("Title").fill("Twice")
    facilitator.get_by_label("Day", exact=True).first.fill("2026-03-05")
    when(facilitator)
    press_twice(facilitator, facilitator.get_by_role("button", name="Add this date"))

    expect(facilitator.get_by_role("main")).to_contain_text("Twice")
    assert count(Call, Call.own_title == "Twice") == 1


@with_and_without_scripts
def test_one_answer_is_given(facilitator, place, count):
    facilitator.goto(place.at("/calls/{march}"))
    press_twice(facilitator, facilitator.get_by_role("button", name="Going"))

    expect(facilitator.get_by_role("button", name="Going")).to_have_attribute(
        "aria-pressed", "true"
    )
    person = place.people["facilitator"].person_id
    assert count(Rsvp, Rsvp.person_id == person) == 1
