"""The page that says how to subscribe, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from community.calendars import personal
from tests.browser import assert_accessible, assert_right_on_every_screen
from tests.factories import START, make_community, make_member, sign_in


@pytest.fixture
def ada(writing, settings):
    with writing():
        make_community()
        member = make_member("Ada")
        secret = personal.make(member, key=settings.secret_key, now=START)
        personal.note_fetch(secret.id, "Thunderbird", START)
    return member


def test_everyone_can_use_the_page_on_every_screen(open_page, ada):
    page = open_page("/subscribe")
    assert page.get_by_label("Address of this calendar").input_value().endswith("/calendar.ics")
    page.get_by_text("How soon a change arrives").click()
    expect(page.get_by_text("Google Calendar: every 12 to 24 hours.")).to_be_visible()
    assert_right_on_every_screen(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_sees_their_address_when_they_ask(open_page, ada, client, javascript):
    cookies = {"session": cookie_of(client, ada)}
    page = open_page("/subscribe", cookies=cookies, javascript=javascript)
    assert page.get_by_text("by Thunderbird").is_visible()
    assert re.findall(r"/calendar/[\w-]{32}", page.content()) == []
    page.get_by_role("button", name="Show my address").click()
    own = page.get_by_label("Address of this calendar").nth(1)
    assert re.search(r"/calendar/[\w-]{32}\.ics$", own.input_value())
    assert_accessible(page) if javascript else None


def cookie_of(client, member):
    sign_in(client, member)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value
