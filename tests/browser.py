"""Pages in a real browser: contexts that tolerate nothing, axe, every screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from tests import axe, find_browser
from tests.live_server import LiveServer

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A page or a form may be answered with 404, 422 or, before set-up, with 503 on purpose; what a page
# is made of may not.
_MAY_BE_REFUSED = {"document", "fetch", "xhr"}
# Nothing is pressed on a page whose scripts have not run: until then nothing takes a click.
_DEAF_UNTIL_READY = """
const deaf = new CSSStyleSheet();
deaf.replaceSync("* { pointer-events: none !important }");
if (document.readyState === "loading") {
  document.adoptedStyleSheets = [deaf];
  addEventListener("DOMContentLoaded", () => { document.adoptedStyleSheets = []; });
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """One of the four ways a page must look right: a screen and a colour scheme."""

    phone: bool
    dark: bool

    @property
    def context(self) -> dict[str, Any]:
        """What Playwright is told."""
        return {
            "viewport": {"width": 375, "height": 720}
            if self.phone
            else {"width": 1280, "height": 800},
            "has_touch": self.phone,
            "color_scheme": "dark" if self.dark else "light",
        }

    def __str__(self) -> str:
        """For the name of the test."""
        return f"{'phone' if self.phone else 'desktop'}-{'dark' if self.dark else 'light'}"


LOOKS = tuple(Look(phone, dark) for phone in (True, False) for dark in (False, True))
DESKTOP, PHONE = (Look(phone, dark=False) for phone in (False, True))
every_look = pytest.mark.parametrize("look", LOOKS, ids=str)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Which browser Playwright starts, and that it asks nobody outside for anything."""
    return {"executable_path": find_browser.find(), "args": list(_ARGUMENTS)}


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open a path in a fresh browser: a visitor's, on a desktop, in the light, in Berlin.

    `look`, `javascript`, `zone`, `locale` and `cookies` (name → value) say otherwise. A message on
    the console, a request to another host or a broken part of a page fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(
        path: str = "/",
        *,
        look: Look = DESKTOP,
        javascript: bool = True,
        zone: str = "Europe/Berlin",
        locale: str = "en-GB",
        cookies: dict[str, str] | None = None,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            timezone_id=zone,
            locale=locale,
            reduced_motion="reduce",
            **look.context,
        )
        contexts.append(context)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        _be_patient(context, javascript=javascript)
        page = context.new_page()
        _watch(page, live_server.url, problems)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == [], "The browser complained."


def _be_patient(context: BrowserContext, *, javascript: bool) -> None:
    context.set_default_timeout(10_000)
    if javascript:
        context.add_init_script(_DEAF_UNTIL_READY)


def wrong_on_any_screen(page: Page) -> list[str]:
    """What is wrong with the page that is open, on a desktop and a phone, by day and by night."""
    size = page.viewport_size
    page.set_viewport_size(DESKTOP.context["viewport"])
    found = wrong_on_this_screen(page)
    page.set_viewport_size(PHONE.context["viewport"])
    found += [f"on a phone by night: {what}" for what in axe.complaints_but_contrast(page)]
    found += [f"on a phone by night: {what}" for what in axe.pale(page)]
    found += [f"sticks out on a phone: {what}" for what in too_wide(page)]
    page.emulate_media(color_scheme="light")
    found += [f"on a phone: {what}" for what in axe.pale(page)]
    if size is not None:
        page.set_viewport_size(size)
    return found


def wrong_on_this_screen(page: Page) -> list[str]:
    """What is wrong with it on the present screen, by day and by night; it is left in the night."""
    page.emulate_media(color_scheme="light")
    found = axe.complaints_but_contrast(page) + axe.pale(page)
    found += [f"sticks out: {what}" for what in too_wide(page)]
    page.emulate_media(color_scheme="dark")
    return found + [f"by night: {what}" for what in axe.pale(page)]


def assert_right_on_every_screen(page: Page) -> None:
    """Fail with one line for each thing that is wrong."""
    assert wrong_on_any_screen(page) == [], f"{page.url} is not right."


def assert_accessible(page: Page) -> None:
    """Fail with one line for each element that axe objects to."""
    assert axe.complaints(page) == [], f"{page.url} is not accessible."


def too_wide(page: Page) -> list[str]:
    """What sticks out to the right of the screen and does not scroll in a box of its own."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          const scrolls = e => e && e !== document.documentElement &&
            (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
          return [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
            .map(e => e.tagName.toLowerCase() + (e.classList.length ? '.' + e.className : ''));
        }"""
    )
    return found


def assert_fits(page: Page) -> None:
    """Fail where the page is wider than the screen, and name what sticks out."""
    assert too_wide(page) == [], f"{page.url} is wider than the screen."


def _watch(page: Page, home: str, problems: list[str]) -> None:
    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and not request.url.startswith(home + "/"):
            problems.append(f"asked another host: {request.url}")

    def on_response(response: Response) -> None:
        kind = response.request.resource_type
        is_closed = response.status == 503 and kind == "document"
        is_broken = response.status >= 500 and not is_closed
        if is_broken or (response.status >= 400 and kind not in _MAY_BE_REFUSED):
            problems.append(f"{response.status} for {response.url}")

    def on_console(kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
            problems.append(f"console {kind}: {text}")

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", lambda message: on_console(message.type, message.text))
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
