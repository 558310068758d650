"""The pages in a real browser: set up, sign up, sign in and out, with and without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from community import clock
from community.accounts import setting_up, strangers
from community.accounts.models import Role
from tests.browser import assert_accessible
from tests.factories import PASSWORD, make_community, make_member

scripted = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def address(writing) -> str:
    """The path of a fresh one-time address."""
    with writing():
        return f"/set-up/{setting_up.new_address(clock.now())}"


@pytest.fixture
def stella(writing):
    """The steward of a community that is set up."""
    with writing():
        make_community()
        return make_member("Stella", Role.STEWARD)


def fill(page: Page, **values: str) -> None:
    """Write into the fields with these labels (underscores are spaces)."""
    for label, value in values.items():
        page.get_by_label(label.replace("_", " "), exact=False).fill(value)


@scripted
def test_a_steward_sets_up_signs_out_and_in_again(open_page, address, javascript):
    page = open_page(address, javascript=javascript, zone="Asia/Kathmandu")
    fill(page, Name_of_the_community="River Menders", Your_name="Grace Hopper")
    fill(page, **{"E-mail_address": "grace@example.org", "Password": PASSWORD})
    if not javascript:
        page.get_by_label("Time zone of the community").select_option("Asia/Kathmandu")
    page.get_by_label("An empty house").check()
    page.get_by_role("button", name="Set up the community").click()

    page.goto("/profile")
    expect(page.get_by_label("Your time zone")).to_have_value("Asia/Kathmandu")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/people")
    fill(page, **{"E-mail_address": "grace@example.org", "Password": PASSWORD})
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/people$"))
    expect(page.get_by_role("listitem").filter(has_text="@grace-hopper")).to_be_visible()


@scripted
def test_a_visitor_signs_up_in_their_own_zone_by_a_letter(
    open_page, stella, link, javascript, monkeypatch
):
    monkeypatch.setattr(strangers, "_LEAST_TIME", timedelta(0))
    page = open_page("/sign-up", javascript=javascript, zone="America/Vancouver")
    fill(page, Your_name="Ada Lovelace")
    fill(page, **{"E-mail_address": "ada@example.org"})
    zone = "America/Vancouver" if javascript else "Europe/Berlin"
    expect(page.get_by_label("Your time zone")).to_have_value(zone)
    page.get_by_role("button", name="Send me the letter").click()

    expect(page.get_by_role("main")).to_contain_text("a letter to ada@example.org")
    page.goto(link("ada@example.org", "/sign-up/"))
    fill(page, Password=PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.goto("/people")
    expect(page.get_by_role("listitem").filter(has_text="@ada-lovelace")).to_be_visible()


def test_what_is_wrong_is_summed_up_with_links_to_the_fields(open_page, stella):
    page = open_page("/sign-in")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Password: Write your password here.").click()

    expect(page.get_by_label("Password")).to_be_focused()
    assert_accessible(page)


def test_the_page_that_asks_for_the_password_again_is_accessible(open_page, stella, cookies_for):
    page = open_page("/sign-in/confirmation?next=/people", cookies=cookies_for(stella))
    assert_accessible(page)

    fill(page, Password=PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/people$"))
