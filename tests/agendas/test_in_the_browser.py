"""Agendas in a browser: ordering with the mouse, and what is typed is never lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.agendas.build import make_evening, on_agenda, titles
from tests.factories import START, make_community, make_member

THERE = re.compile(r"Kept as a draft at \d")


def test_an_item_is_dragged_to_another_place(writing, reading, open_page, cookies_for, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        on_agenda(call, ola, "First", "Second", "Third")
    with at(START):
        page = open_page(f"/calls/{call.slug}/agenda/draft", cookies=cookies_for(ola))
        items = page.locator("#items-in-order > li")
        items.last.scroll_into_view_if_needed()
        handle = items.last.locator("[data-handle]").bounding_box()
        first = items.first.bounding_box()
        page.mouse.move(handle["x"] + 5, handle["y"] + 5)
        page.mouse.down()
        page.mouse.move(first["x"] + 40, first["y"] + 4, steps=8)
        with page.expect_navigation():
            page.mouse.up()

        order = page.locator("#items-in-order .item-title")
        expect(order).to_have_text(["Third", "First", "Second"])
    with reading():
        assert titles(call) == ["Third", "First", "Second"]


@pytest.mark.engines("sqlite")
def test_what_is_proposed_and_summed_up_outlives_the_page_until_it_is_sent(
    writing, open_page, cookies_for, at
):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
    with at(START):
        page = open_page(f"/calls/{call.slug}/agenda/proposals/new", cookies=cookies_for(ola))
        page.get_by_label("Title").fill("Licences")
        page.get_by_label("Decide").check()
        expect(page.locator("[data-draft-said]")).to_have_text(THERE)
        page.evaluate("localStorage.clear()")  # another browser
        page.reload()
        expect(page.get_by_label("Title")).to_have_value("Licences")
        expect(page.get_by_label("Decide")).to_be_checked()
        page.get_by_label("No tool", exact=True).check()
        page.get_by_role("button", name="Propose it").click()
        page.wait_for_url("**/agenda*")
        expect(page).not_to_have_url(re.compile("sent="))
        page.goto(f"{page.url.partition('#')[0]}/proposals/new")
        expect(page.get_by_label("Title")).to_have_value("")

        page.goto(f"{page.url.partition('/agenda')[0]}/record/edit")
        page.get_by_label("Summary").fill("We met.")
        page.reload()
        expect(page.get_by_label("Summary")).to_have_value("We met.")
