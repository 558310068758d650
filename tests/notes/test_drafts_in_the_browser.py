"""What is being written survives a reload, a sign-out, a lost network and a server that is gone."""

import re

from playwright.sync_api import expect

HERE = re.compile("Kept in this browser")
THERE = re.compile(r"Kept as a draft at \d")


def test_what_is_being_written_is_never_lost(open_page, cookies_for, scene, live_server, notes):
    cookies = cookies_for(scene[2])
    page = open_page(f"/calls/{scene[0].slug}/notes", cookies=cookies)
    box, said = page.locator("#text"), page.locator("[data-draft-said]")

    box.fill("One")
    expect(said).to_have_text(THERE)
    page.reload()
    expect(box).to_have_value("One")

    page.context.clear_cookies()  # signed out meanwhile
    box.fill("One, two")
    expect(said).to_have_text(HERE)
    name, value = next(iter(cookies.items()))
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.reload()
    expect(box).to_have_value("One, two")

    page.context.set_offline(True)
    box.fill("One, two, three")
    expect(said).to_have_text(HERE)
    page.context.set_offline(False)
    expect(said).to_have_text(THERE)
    page.reload()
    expect(box).to_have_value("One, two, three")

    page.route("**/notes/drafts", lambda route: route.abort("connectionrefused"))
    box.fill("One, two, three, four")
    expect(said).to_have_text(HERE)
    page.unroute("**/notes/drafts")
    page.reload()
    expect(box).to_have_value("One, two, three, four")

    send(page)
    expect(page.get_by_text("One, two, three, four")).to_be_visible()
    for _ in range(2):
        expect(box).to_have_value("")
        page.reload()
    assert "sent" not in page.url
    assert notes() == ["One, two, three, four"]


def send(page) -> None:
    """Press the button, with one tap about tools."""
    page.get_by_label("No tool", exact=True).check()
    page.get_by_role("button", name="Add this note").click()
