"""Everything that matters can be done by keyboard alone, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, Look

MOST_STEPS = 60


def step_to(page: Page, wanted: str) -> None:
    """Press Tab until the element that fits `wanted` has the focus, which must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert_focus_is_seen(page)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached within {MOST_STEPS} steps")


def assert_focus_is_seen(page: Page) -> None:
    """What has the focus is on the screen and has a line around it."""
    name, width, seen = page.evaluate(
        """() => {
             const e = document.activeElement, box = e.getBoundingClientRect();
             const style = getComputedStyle(e);
             const line = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
             return [e.outerHTML.slice(0, 120), line,
               box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0];
           }"""
    )
    assert (name, width >= 2, seen) == (name, True, True)


def test_the_first_step_leads_past_the_head_of_the_page(visit):
    page = visit("member", path="/calls")
    page.keyboard.press("Tab")
    assert_focus_is_seen(page)
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    step_to(page, "main .tabs a")


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_a_call_of_the_month_is_reached_and_answered(visit, dark):
    page = visit("member", Look(phone=False, dark=dark), path="/calls/month/2026-03")
    expect(page.get_by_role("table", name="Calls in March 2026")).to_be_visible()
    step_to(page, "table.month td a[href*='open-source-practitioners']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("human contract")
    step_to(page, "button[name=answer][value=going]")
    page.keyboard.press("Space")

    pressed = page.locator("button[name=answer][value=going]")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_the_summary_of_what_is_wrong_leads_to_the_field(visit):
    page = visit("facilitator", DESKTOP, "/calls/new")
    page.get_by_label("Title").focus()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("role", "alert")
    step_to(page, ".summary a[href='#title']")
    page.keyboard.press("Enter")

    expect(page.locator("#title")).to_be_focused()
    expect(page.locator("#title")).to_have_attribute("aria-describedby", "title-error")


def test_a_folded_part_opens_with_the_space_bar(visit):
    page = visit("facilitator", DESKTOP, "/series/new")
    page.locator("summary").first.focus()
    page.keyboard.press("Space")

    expect(page.locator("details").first).to_have_attribute("open", "")
