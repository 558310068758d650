"""Every page there is, on a phone and a desktop, by day and by night, as whoever may see it."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from community import clock
from community.accounts import setting_up
from tests.journeys.faults import Faults, faults_of
from tests.journeys.pages import PAGES

REFUSED = {
    "visitor": {"/nowhere": 404, "/calls/month/2026-13": 404, "/series/{gone}": 410},
    "member": {"/settings": 403, "/series/{own}/edit": 403},
    "facilitator": {"/series/{gone}": 410},
}
BEFORE_THERE_IS_A_COMMUNITY = {"accounts.show_set_up"}
NOT_PAGES = {
    "static",
    "healthz",
    "metrics",
    "readyz",
    "security_txt",
    "accounts.export",
    "accounts.show_accent",
    "agendas.show_agenda_data",
    "agendas.show_agenda_markdown",
    "attendance.download_answers",
    "calendars.show_call",
    "calendars.show_community",
    "calendars.show_personal",
    "calendars.show_robots",
    "calendars.show_series",
    "calendars.show_topic",
    "conduct.show_data",
    "conduct.show_markdown",
    "exchange.export",
    "exchange.take_library",
    "patterns.show_bibtex",
    "patterns.show_collection_data",
    "patterns.show_collection_markdown",
    "patterns.show_collection_schema",
    "patterns.show_citation_file",
    "patterns.show_data",
    "patterns.show_feed",
    "patterns.show_linked_data",
    "patterns.show_markdown",
    "patterns.show_schema",
    "front.show_month",  # leads to the present one
    "records.show_record_data",
    "records.show_record_markdown",
    "search.show_found_data",
    "search.show_palette",
    "notes.show_thread_data",
    "notes.show_thread_markdown",
    "ledger.show_my_data",
    "ledger.show_my_sheet",
    "ledger.show_series_data",
    "moderation.download_file",
    "ledger.show_series_sheet",
    "notes.show_note",  # leads to its place in the thread
    "transparency.show_sheet",
}


def endpoint_of(app: Flask, address: str) -> str | None:
    """The view an address of the table leads to."""
    path = re.sub(r"\{\w+\}", "1", address).partition("?")[0]
    try:
        return str(app.url_map.bind("localhost").match(path)[0])
    except (HTTPException, RequestRedirect):
        return None


@pytest.mark.engines("sqlite")
def test_every_page_there_is_stands_in_the_table(app):
    addresses = {address for listed in PAGES.values() for address in listed}
    reached = {endpoint_of(app, address) for address in addresses}
    readable = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())
    }

    assert readable - NOT_PAGES - BEFORE_THERE_IS_A_COMMUNITY == reached


@pytest.mark.engines("postgresql")  # the browser below goes to SQLite
def test_every_page_is_there_on_postgresql(place, client, signed_in):
    readers = {who: signed_in(member) for who, member in place.people.items()}
    readers["visitor"] = client

    answers = {
        (who, address): readers[who].get(place.at(address)).status_code
        for who, addresses in PAGES.items()
        for address in addresses
    }

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.long
@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_whole_and_accessible(visit, place, who):
    page = visit(who)
    found = []
    for address in PAGES[who]:
        answer = page.goto(place.at(address))
        assert answer is not None
        assert (address, answer.status) == (address, 200)
        found.append(Faults(address, faults_of(page)))

    assert [faults for faults in found if faults.what] == []


@pytest.mark.parametrize("who", REFUSED)
def test_a_page_that_says_no_is_a_page_too(visit, place, who):
    page = visit(who)
    found = []
    for address, status in REFUSED[who].items():
        answer = page.goto(place.at(address))
        assert answer is not None
        assert (address, answer.status) == (address, status)
        found.append(Faults(address, faults_of(page)))

    assert [faults for faults in found if faults.what] == []


def test_before_there_is_a_community_there_are_two_pages(open_page, writing):
    with writing():
        token = setting_up.new_address(clock.now())

    page = open_page("/calls")
    faults = faults_of(page)
    page.goto(f"/set-up/{token}")
    faults += faults_of(page)
    page.get_by_role("button", name="Set up the community").click()
    expect(page.locator(":focus")).to_have_attribute("role", "alert")
    faults += faults_of(page)

    assert faults == []


def test_what_the_rules_refuse_is_told_on_a_page(visit, place):
    page = visit("member")
    page.evaluate(
        """slug => {
             const form = document.createElement('form');
             form.method = 'post';
             form.action = `/calls/${slug}/sittings/1/rsvp`;
             form.innerHTML = '<input name=answer value=going>';
             document.body.append(form);
           }""",
        place.slugs["cancelled"],
    )
    with page.expect_navigation() as answer:
        page.evaluate("document.body.lastElementChild.submit()")

    assert answer.value.status == 409
    assert faults_of(page) == []
