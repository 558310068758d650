"""Every component in a real browser: accessible, fitting, and better with scripts than without."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, Look, assert_right_on_every_screen
from tests.gallery import draw

Open = Callable[..., Page]


class _Strict(SimpleHTTPRequestHandler):
    """Serves the gallery under a policy as strict as the application's."""

    def end_headers(self) -> None:
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            "img-src 'self'; form-action 'self'",
        )
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery."""
    folder: Path = tmp_path_factory.mktemp("gallery")
    draw(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, gallery: str) -> Iterator[Open]:
    """Open a page of the gallery in a fresh browser; a message on its console fails the test."""
    contexts, complaints = [], []

    def open_one(
        page: str, *, look: Look = DESKTOP, zone: str = "Asia/Kolkata", **more: Any
    ) -> Page:
        context = browser.new_context(
            base_url=gallery, timezone_id=zone, locale="en-GB", **look.context, **more
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(f"/{page}.html")
        return tab

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("page", ["gallery", "gallery-member", "form", "empty", "404", "500"])
def test_every_component_is_accessible_and_fits(visit: Open, page: str) -> None:
    assert_right_on_every_screen(visit(page))


def test_words_begin_on_the_side_where_their_script_begins(visit: Open) -> None:
    page = visit("gallery")
    beside = """text => {
      const heading = document.querySelector('h1'), range = document.createRange();
      heading.textContent = text;
      range.selectNodeContents(heading);
      const box = heading.getBoundingClientRect(), words = range.getBoundingClientRect();
      return [Math.round(words.left - box.left), Math.round(box.right - words.right)];
    }"""

    assert page.evaluate(beside, "Hello")[0] == 0
    assert page.evaluate(beside, "שלום, 3 calls")[1] == 0


def test_a_visitor_sees_their_own_hour_and_the_calls_own_beside_it(visit: Open) -> None:
    tab = visit("gallery")

    line = tab.locator(".call .when").first
    assert (
        line.inner_text() == "Fri 13 March, 22:30–23:30 your time (Kolkata) · 13:00 New York time"
    )
    assert tab.locator(".dateline [data-part=hour]").inner_text() == "22:30"
    assert tab.locator(".dateline [data-part=span]").inner_text() == "until 23:30"


def test_the_day_moves_with_the_hour(visit: Open) -> None:
    row = visit("gallery").locator(".call").nth(1)

    assert row.locator(".call-day").inner_text() == "14"
    assert "Sat 14 March, 07:30–08:30" in row.inner_text()
    assert "Fri 22:00 New York time" in row.inner_text()


def test_a_visitor_in_the_zone_of_the_call_keeps_utc_beside_it(visit: Open) -> None:
    line = visit("gallery", zone="America/New_York").locator(".call .when").first

    assert line.inner_text() == "Fri 13 March, 13:00–14:00 your time (New York) · 17:00 UTC"


def test_without_scripts_the_hour_of_the_call_and_utc_are_there(visit: Open) -> None:
    tab = visit("gallery", java_script_enabled=False)

    line = tab.locator(".call .when").first
    assert line.inner_text() == "Fri 13 March, 13:00–14:00 New York time · 17:00 UTC"
    assert not tab.locator("[data-theme-switch]").is_visible()
    assert not tab.locator("[data-copy]").is_visible()


def test_a_member_keeps_the_zone_of_their_profile_wherever_their_browser_is(visit: Open) -> None:
    line = visit("gallery-member").locator(".call .when").first

    assert line.inner_text() == "Fri 13 March, 18:00–19:00 Berlin time · 13:00 New York time"


def test_the_chosen_scheme_is_kept_without_a_cookie(visit: Open) -> None:
    tab = visit("gallery")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    day = tab.evaluate(ground)

    tab.get_by_role("button", name="Dark page").click()
    tab.reload()

    assert tab.evaluate(ground) != day
    assert tab.get_by_role("button", name="Light page").is_visible()
    assert tab.context.cookies() == []


def test_the_zone_of_the_browser_is_proposed_and_said(visit: Open) -> None:
    tab = visit("empty")

    assert tab.get_by_label("Time zone").input_value() == "Asia/Kolkata"
    assert tab.get_by_text("Taken from your browser.").is_visible()


def test_a_form_that_came_back_keeps_its_zone(visit: Open) -> None:
    assert visit("form").get_by_label("Time zone").input_value() == "UTC"


def test_a_form_that_came_back_begins_at_its_summary_which_leads_to_the_field(visit: Open) -> None:
    tab = visit("form")

    assert tab.evaluate("document.activeElement.className") == "summary"
    tab.get_by_role("link", name="Who can see it").click()
    assert tab.evaluate("document.activeElement.id || location.hash") in (
        "visibility-0",
        "#visibility-0",
    )


def test_an_address_is_copied_with_one_tap(visit: Open) -> None:
    tab = visit("gallery", permissions=["clipboard-read", "clipboard-write"])

    tab.get_by_role("button", name="Copy address").click()

    tab.get_by_text("Copied.").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()").endswith("/calendar.ics")


def test_a_second_tap_sends_nothing_twice(visit: Open) -> None:
    tab = visit("gallery")
    tab.evaluate(
        """() => { window.sent = 0; document.addEventListener('submit', event => {
             if (!event.defaultPrevented) { window.sent += 1; event.preventDefault(); } }) }"""
    )

    button = tab.get_by_role("button", name="Follow this series")
    button.click()
    button.click(force=True)

    assert tab.evaluate("window.sent") == 1


def test_keys_are_explained_can_be_followed_and_turned_off(visit: Open) -> None:
    tab = visit("gallery")

    tab.keyboard.press("?")
    expect(tab.get_by_text("shows this.")).to_be_visible()
    tab.get_by_label("Use these keys on this browser").uncheck()
    tab.locator("body").click(position={"x": 2, "y": 2})
    tab.keyboard.press("g")
    tab.keyboard.press("s")

    assert tab.url.endswith("/gallery.html")


def test_the_first_stop_of_the_keyboard_skips_to_the_page(visit: Open) -> None:
    tab = visit("gallery")

    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the page"
    tab.keyboard.press("Enter")

    assert tab.evaluate("document.activeElement.id") == "main"
