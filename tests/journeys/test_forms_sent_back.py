"""A form that was not right comes back whole, says what to do, and can be read by everybody."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE
from tests.journeys.faults import Faults, faults_of, faults_on_this_screen
from tests.journeys.forms import FORMS


@pytest.mark.parametrize("who", FORMS)
def test_a_form_that_came_back_says_what_is_wrong_where_one_looks_first(visit, place, who):
    page = visit(who, PHONE)
    if who == "steward":  # whoever has not agreed to what is new is asked for that first
        page.goto(place.at("/conduct/acceptance"))
        page.get_by_role("button", name="I accept version").click()
        expect(page).to_have_url(re.compile("/conduct#yours$"))
    found = []
    for address in FORMS[who]:
        page.goto(place.at(address))
        form = page.locator("form.form").first
        form.evaluate(
            """form => {
                 const wrong = 'input:not([type=hidden], [type=radio], [type=checkbox]), textarea';
                 for (const field of form.querySelectorAll(wrong)) field.value = '';
               }"""
        )
        with page.expect_navigation() as answer:
            form.locator("button.button-first, button.button-grave").last.click()
        assert (address, answer.value.status) == (address, 422)
        first = page.locator(":focus")
        what = faults_on_this_screen(page)
        if first.get_attribute("role") != "alert":
            what.append("the summary is not where one is")
        if broken := [a for a in first.locator("a").all() if not _target(page, a)]:
            what.append(f"{len(broken)} links of the summary lead nowhere")
        if page.locator("[aria-invalid=true], .field-wrong, .error").count() == 0:
            what.append("no field says what is wrong with it")
        found.append(Faults(address, what))

    assert [faults for faults in found if faults.what] == []


def _target(page: Page, link: Locator) -> bool:
    return page.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']").count() == 1


def test_the_dates_of_a_series_to_be_are_shown_before_anything_is_saved(visit, place):
    page = visit("facilitator", path="/series/new")
    page.get_by_label("Title").fill("Evenings")
    page.get_by_label("First date").fill("2026-03-03")
    page.get_by_label("Time", exact=True).first.fill("18:30")
    page.get_by_role("button", name="Show what this means").click()

    expect(page.locator(".preview-dates > li")).to_have_count(8)
    expect(page.locator(":focus")).to_have_attribute("id", "preview")
    assert faults_of(page) == []
