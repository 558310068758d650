"""What is being written survives a reload, a sign-out, a lost network and a server that is gone."""

import re

import pytest
from playwright.sync_api import expect

from community.notes import editing
from tests.factories import START
from tests.notes.saying import NO_TOOL, say

HERE = re.compile("Kept in this browser")
OUT = re.compile("Kept in this browser. You are signed out")
THERE = re.compile(r"Kept as a draft at \d")


def test_what_is_being_written_is_never_lost(open_page, cookies_for, scene, live_server, notes):
    cookies = cookies_for(scene[2])
    page = open_page(f"/calls/{scene[0].slug}/notes", cookies=cookies)
    box, said = page.locator("#text"), page.locator("[data-draft-said]")
    owner = page.get_by_label("Who does it")

    page.get_by_label("Action", exact=True).check()
    owner.fill(f"@{scene[1].handle}")
    box.fill("One")
    expect(said).to_have_text(THERE)
    comes_back(page, "One")

    page.context.clear_cookies()  # signed out meanwhile
    box.fill("One, two")
    expect(said).to_have_text(OUT)
    name, value = next(iter(cookies.items()))
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    comes_back(page, "One, two")
    expect(owner).to_have_value(f"@{scene[1].handle}")
    expect(page.get_by_label("Action", exact=True)).to_be_checked()

    page.context.set_offline(True)
    box.fill("One, two, three")
    expect(said).to_have_text(HERE)
    page.context.set_offline(False)
    expect(said).to_have_text(THERE)
    comes_back(page, "One, two, three")

    page.route("**/notes/drafts", lambda route: route.abort("connectionrefused"))
    box.fill("One, two, three, four")
    expect(said).to_have_text(HERE)
    page.unroute("**/notes/drafts")
    comes_back(page, "One, two, three, four")
    send(page)
    expect(page.get_by_text("One, two, three, four")).to_be_visible()
    for _ in range(2):
        expect(box).to_have_value("")
        page.reload()
    assert "sent" not in page.url
    assert notes() == ["One, two, three, four"]


@pytest.mark.engines("sqlite")
def test_two_tabs_keep_their_own_when_one_is_opened_again_or_sent(
    open_page, cookies_for, scene, notes
):
    one = open_page(f"/calls/{scene[0].slug}/notes", cookies=cookies_for(scene[2]))
    two = one.context.new_page()
    two.goto(one.url)
    for page, words in ((one, "Of the first"), (two, "Of the second")):
        page.locator("#text").fill(words)
        expect(page.locator("[data-draft-said]")).to_have_text(THERE)

    comes_back(one, "Of the first")
    comes_back(two, "Of the second")
    expect(two.get_by_role("link", name=re.compile("^draft of"))).to_have_count(1)
    one.context.set_offline(True)
    for page, words in ((one, "Of the first, gone on"), (two, "Of the second, too")):
        page.locator("#text").fill(words)
        expect(page.locator("[data-draft-said]")).to_have_text(HERE)
    one.context.route("**/notes/drafts", lambda route: route.abort())
    one.context.set_offline(False)
    comes_back(one, "Of the first, gone on")
    comes_back(two, "Of the second, too")
    send(two)
    expect(two.get_by_text("Of the second, too")).to_be_visible()
    expect(two.locator("#text")).to_have_value("Of the first, gone on")  # shown, and kept by one
    comes_back(one, "Of the first, gone on")
    send(one)
    expect(one.locator("#text")).to_have_value("")
    comes_back(two, "")
    assert notes() == ["Of the second, too", "Of the first, gone on"]


@pytest.mark.engines("sqlite")
def test_what_is_thrown_away_stays_away_and_no_tab_takes_what_another_has(
    open_page, cookies_for, scene
):
    one = open_page(f"/calls/{scene[0].slug}/notes", cookies=cookies_for(scene[2]))
    box, said = one.locator("#text"), one.locator("[data-draft-said]")
    one.context.route("**/notes/drafts", lambda route: route.abort())
    box.fill("Of the first")
    expect(said).to_have_text(HERE)

    two = one.context.new_page()
    two.goto(one.url)
    expect(two.locator("#text")).to_have_value("Of the first")
    two.locator("#text").fill("")
    two.close()
    comes_back(one, "Of the first")

    one.context.unroute("**/notes/drafts")
    box.fill("Of the first, kept")
    expect(said).to_have_text(THERE)
    comes_back(one, "Of the first, kept")
    box.fill("Of the first, gone on")
    one.get_by_role("button", name="Throw the draft away").click()
    expect(one.get_by_text("The draft is gone.")).to_be_visible()
    comes_back(one, "")


@pytest.mark.engines("sqlite")
def test_what_was_merged_is_not_undone_by_what_the_browser_kept(
    open_page, cookies_for, scene, writing, notes
):
    call, ola, mia = scene
    words = "We meet on Friday at six in the hall. Please do bring some tea."
    with writing():
        note = say(call, mia, words)
    page = open_page(f"/notes/{note.key}/edit", cookies=cookies_for(mia))
    page.locator("#text").fill(words.replace("Friday", "Sunday"))
    theirs = words.replace("Friday", "Monday").replace("tea", "cake")
    with writing():
        editing.change(note, theirs, base=1, said=NO_TOOL, by=ola, now=START)

    for _ in range(2):
        page.get_by_role("button", name="Save this text").click()

    page.wait_for_url("**/threads/**")
    assert notes() == [words.replace("Friday", "Sunday").replace("tea", "cake")]


def comes_back(page, words: str) -> None:
    """The words are there when the page is opened again."""
    page.reload()
    expect(page.locator("#text")).to_have_value(words)


def send(page) -> None:
    """Press the button, with one tap about tools."""
    page.get_by_label("No tool", exact=True).check()
    page.get_by_role("button", name="Add this note").click()
