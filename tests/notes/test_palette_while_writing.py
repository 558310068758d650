"""The palette puts a pattern into the note that is being written, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.patterns.build import emerging


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_pattern_is_put_where_one_writes(open_page, cookies_for, scene, writing, device):
    call, ola, mia = scene
    with writing() as session:
        emerging(session.merge(ola), summary="Before a decision ask @mia.")
    page = open_page(f"/calls/{call.slug}/notes", cookies=cookies_for(mia))
    if device == "phone":
        page.set_viewport_size(PHONE.context["viewport"])
    text, box = page.locator("#text"), page.locator("dialog.palette")

    def look() -> None:
        if device == "phone":
            page.get_by_role("link", name="Look a pattern up").click()
        else:
            text.press("Control+k")
        box.locator("input").fill("who missing")

    text.fill("As in , so:")
    text.evaluate("text => text.setSelectionRange(6, 6)")
    look()
    box.get_by_role("button", name="Insert", exact=True).click()
    expect(text).to_have_value("As in [[ask-who-is-missing]], so:")
    text.press("End")
    look()
    box.get_by_role("button", name="Insert as a paragraph with credit").click()
    expect(text).to_have_value(
        re.compile(r"so:Before a decision ask \\@mia\. .* \(“Ask Who Is Missing” by Ola")
    )
    expect(box).to_be_hidden()


@pytest.mark.engines("sqlite")
def test_enter_leads_to_what_can_be_put_in_and_never_off_the_page(
    open_page, cookies_for, scene, writing
):
    call, ola, mia = scene
    with writing() as session:
        emerging(session.merge(ola))
    page = open_page(f"/calls/{call.slug}/agenda/proposals/new", cookies=cookies_for(mia))
    page.locator("#body").fill("As in ")
    page.get_by_role("link", name="Look a pattern up").first.click()
    field = page.locator("dialog.palette input")
    field.fill("zebra")
    expect(page.locator("dialog.palette [role=status]")).to_contain_text("Nothing here")
    field.press("Enter")
    field.fill("who missing")
    insert = page.get_by_role("button", name="Insert", exact=True)
    expect(insert).to_be_visible()
    field.press("Enter")
    expect(insert).to_be_focused()
    insert.press("ArrowUp")
    insert.press("ArrowDown")
    insert.press("Enter")
    expect(page.locator("#body")).to_have_value("As in [[ask-who-is-missing]]")


@pytest.mark.engines("sqlite")
def test_where_nothing_can_be_copied_it_is_said_and_shown(open_page, scene, writing):
    with writing() as session:
        emerging(session.merge(scene[1]))
    page = open_page("/patterns")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.keyboard.press("Control+k")
    box = page.locator("dialog.palette")
    box.locator("input").fill("who missing")
    box.get_by_role("button", name="Copy as a paragraph with credit").click()
    said = box.locator("[role=status]")
    expect(said).to_contain_text("did not let it be copied. Here it is: Before a decision")
    assert "Before a decision" in page.evaluate("getSelection().toString()")
