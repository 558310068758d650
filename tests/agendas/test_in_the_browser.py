"""Ordering an agenda with the mouse; without scripts the buttons do the same."""

from playwright.sync_api import expect

from tests.agendas.build import make_evening, on_agenda, titles
from tests.factories import START, make_community, make_member


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
