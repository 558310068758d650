"""How people come to a new community: it is set up, they join, and one is entrusted a role."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from community.accounts.views.terminal import invitation
from tests.factories import PASSWORD
from tests.letters import letters_to, link_in
from tests.live_server import LiveServer

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEWARD = "Stu"


class Hands:
    """The hands of the clock, which the journey moves on."""

    def __init__(self, hold: Callable[[datetime], None]) -> None:
        self._hold = hold
        self.now = MONDAY
        hold(self.now)

    def move_on(self, **time: int) -> None:
        """Let time pass: `hands.move_on(minutes=5)`."""
        self.now += timedelta(**time)
        self._hold(self.now)


def set_up(open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """The operator opens the address that was printed, and is the first steward."""
    sentence = invitation(live_server.app, live_server.app.config["SETTINGS"]) or ""
    page = open_page("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This place is not set up yet")
    page.goto(re.findall(r"https?://\S+", sentence)[0])
    page.get_by_label("Name of the community").fill("Open Source Practitioners")
    page.get_by_label("Time zone of the community").select_option("Europe/Berlin")
    page.get_by_label("Your name").fill(STEWARD)
    page.get_by_label("E-mail address").fill("stu@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("An empty house").check()
    page.get_by_role("button", name="Set up the community").click()
    expect(page.get_by_role("link", name=STEWARD)).to_be_visible()
    used = page.request.get(re.findall(r"https?://\S+", sentence)[0])
    assert used.status == 404
    return page


def join(name: str, hands: Hands, open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """Somebody signs up, and goes on by the letter that is sent to them."""
    address = f"{name.lower()}@example.org"
    page = open_page("/sign-up")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_label("I have read and accept").check()
    hands.move_on(seconds=20)
    page.get_by_role("button", name="Send me the letter").click()
    expect(page.get_by_text(f"We have sent a letter to {address}.")).to_be_visible()
    page.goto(link_in(letters_to(live_server.app, address)[-1], "/sign-up/"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    return page


def entrust(page: Page, name: str, role: str = "facilitator") -> None:
    """The steward gives somebody a role."""
    page.goto("/people")
    page.get_by_role("main").get_by_role("link", name=name).click()
    page.get_by_label("Another role").select_option(role)
    page.get_by_role("button", name="Entrust this role").click()
    expect(page.get_by_text(f"{role.capitalize()}: given on")).to_be_visible()


def addresses_of_calls(page: Page, number: int) -> list[str]:
    """Where the first calls on a page lead, once so many are there."""
    links = page.locator(".call-title a")
    expect(links.nth(number - 1)).to_be_visible()
    found: list[str] = links.evaluate_all("a => a.map(each => each.href)")
    return found[:number]
