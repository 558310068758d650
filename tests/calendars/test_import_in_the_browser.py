"""Moving in with a real browser: with scripts and without, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from community.accounts.models import Role
from tests.browser import assert_right_on_every_screen
from tests.calendars.files import a_file, an_event
from tests.factories import make_community, make_member

FILE = {
    "name": "calls.ics",
    "mimeType": "text/calendar",
    "buffer": a_file(
        an_event("RRULE:FREQ=WEEKLY"),
        an_event("RRULE:FREQ=MONTHLY", uid="two@example.org"),
        an_event(uid="all-day@example.org", start="DTSTART;VALUE=DATE:20261203"),
    ),
}


@pytest.fixture
def cookies(writing, cookies_for):
    """Those of a facilitator."""
    with writing():
        make_community()
        ada = make_member("Ada", Role.FACILITATOR)
    return cookies_for(ada)


def test_every_page_of_an_import_is_accessible_and_fits(open_page, cookies):
    page = open_page("/import", cookies=cookies)
    assert_right_on_every_screen(page)

    page.get_by_label("Calendar file").set_input_files(FILE)
    page.get_by_role("button", name="Show what is in the file").click()
    page.get_by_text("Another title").first.click()
    assert_right_on_every_screen(page)

    page.get_by_role("button", name="Import 2 series").click()
    assert_right_on_every_screen(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_of_two_series_is_imported(open_page, cookies, javascript):
    page = open_page("/import", cookies=cookies, javascript=javascript)
    page.get_by_label("Calendar file").set_input_files(FILE)
    page.get_by_role("button", name="Show what is in the file").click()
    page.get_by_role("checkbox").first.uncheck()

    page.get_by_role("button", name="Import 1 series" if javascript else "Import 2 series").click()

    expect(page.get_by_text("Imported: 1 series.")).to_be_visible()
    expect(page.get_by_role("link", name="Tea")).to_have_count(1)
