"""What is typed in two tabs of one form is kept in both."""

import re

import pytest
from playwright.sync_api import expect

from community.patterns import drafting
from community.patterns.queries import standing_of
from tests.factories import make_community, make_member
from tests.patterns.build import draft, here, proposed

THERE = re.compile(r"Kept as a draft at \d")


@pytest.mark.engines("sqlite")
def test_two_tabs_of_one_form_keep_what_is_typed_in_each(open_page, cookies_for, writing, reading):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = draft(ada, checks=())
    one = open_page(f"/patterns/{pattern.slug}/edit", cookies=cookies_for(ada))
    two = one.context.new_page()
    two.goto(one.url)
    for page, name in ((one, "solution"), (two, "problem"), (one, "context")):
        page.locator("[data-draft-said]").evaluate("said => { said.textContent = ''; }")
        page.locator(f"[name={name}]").fill(f"The {name}, of one tab.")
        expect(page.locator("[data-draft-said]")).to_have_text(THERE)

    two.reload()  # in this browser what was typed last is kept, too
    two.goto(one.url)
    expect(two.locator("[name=solution]")).to_have_value("The solution, of one tab.")
    expect(two.locator("[name=context]")).to_have_value("The context, of one tab.")
    two.get_by_role("link", name=re.compile("^draft of")).click()
    expect(two.locator("[name=problem]")).to_have_value("The problem, of one tab.")

    two.get_by_role("button", name="Save this revision").click()
    expect(two.locator("#problem")).to_contain_text("of one tab")
    two.goto(one.url)
    expect(two.locator("[name=solution]")).to_have_value("The solution, of one tab.")
    two.get_by_role("button", name="Save this revision").click()
    expect(two.get_by_text("Much of it is new")).to_be_visible()
    two.get_by_label("No tool", exact=True).check()
    two.get_by_role("button", name="Save this revision").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("Ask Who Is Missing")
    for name in ("context", "problem", "solution"):
        expect(two.locator(f"#{name}")).to_contain_text(f"The {name}, of one tab.")
    with reading():
        assert drafting.draft_in(ada, drafting.place_of(pattern.id)) is None
    _without_the_server(one, two)


def _without_the_server(one, two):
    """Each tab keeps its own in this browser, and has it back first; then what others left."""
    start = one.url.partition("?")[0]
    one.context.route("**/patterns/drafts", lambda route: route.abort())
    for page, name in ((one, "solution"), (two, "avoid")):
        page.goto(start)
        page.locator(f"[name={name}]").fill(f"The {name}, of one tab. Still.")
        expect(page.locator("[data-draft-said]")).to_contain_text("Kept in this browser")
    two.evaluate("""() => {
      const name = Object.keys(localStorage).find((key) => /avoid=The/.test(localStorage[key]));
      localStorage[name.split("#")[0]] = localStorage[name];
      if (name.includes("#")) localStorage.removeItem(name);
    }""")  # as it was kept before tabs were told apart
    for page in (one, two):
        page.goto("about:blank")
    for name in ("solution", "avoid"):
        one.goto(start)
        expect(one.locator("[data-draft-said]")).to_have_text("What you had written is back.")
        expect(one.locator(f"[name={name}]")).to_have_value(f"The {name}, of one tab. Still.")
        one.get_by_role("button", name="Save this revision").click()
        expect(one).to_have_url(start.removesuffix("/edit"))
        expect(one.locator(f"#{name}")).to_contain_text("of one tab. Still.")
    one.goto(start)
    expect(one.locator("[data-draft-said]")).to_have_text("")


@pytest.mark.engines("sqlite")
def test_rows_and_sections_that_a_form_does_not_show_at_first_come_back(
    open_page, cookies_for, writing, reading
):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        own, other = draft(ada), proposed(ada, title="Ask Twice")
    page = open_page(f"/patterns/{own.slug}/edit", cookies=cookies_for(ada))
    page.context.route("**/patterns/drafts", lambda route: route.abort())
    page.locator("[name=checks-1-question]").fill("Who was asked?")
    page.get_by_role("button", name="Look at it first").click()
    _begun_and_back(page, f"/patterns/{own.slug}/edit", "checks-2-question")
    page.get_by_role("button", name="Save this revision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask Who Is Missing")
    with reading():
        checks = standing_of(here(own)[0]).content.checks
    assert [one.question for one in checks][1:] == ["Who was asked?", "The checks-2-question."]

    page = open_page(f"/patterns/{other.slug}", cookies=cookies_for(ben))
    page.context.route("**/patterns/drafts", lambda route: route.abort())
    start = f"/patterns/{other.slug}/suggestions/new?section=solution"
    page.goto(page.url.replace(f"/patterns/{other.slug}", start))
    page.get_by_label("Another section").select_option("forces")
    page.get_by_role("button", name="Add it to this suggestion").click()
    _begun_and_back(page, start, "forces")


def _begun_and_back(page, start, name):
    """What is typed while nothing reaches the place is there again, in fields, once it does."""
    said = page.locator("[data-draft-said]")
    expect(page.locator(f"[name={name}]")).to_have_count(1)
    page.wait_for_load_state()  # what is typed ahead of the script is not kept
    page.locator(f"[name={name}]").fill(f"The {name}.")
    expect(said).to_contain_text("Kept in this browser")
    address = page.url.partition("/patterns/")[0] + start
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(f"[name={name}]")).to_have_count(0)
    expect(said).to_contain_text("Kept in this browser")  # and still is
    sent = "new FormData(document.querySelector('form[data-draft]'))"
    assert page.evaluate(f"{sent}.get('{name}')") == f"The {name}."  # with what is saved, too
    pairs = page.evaluate(f"[...{sent}].map(String)")
    assert sorted(set(pairs)) == sorted(pairs)  # and nothing twice
    page.context.unroute("**/patterns/drafts")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(f"[name={name}]")).to_have_value(f"The {name}.")
    expect(said).to_contain_text("This is your draft of")


@pytest.mark.engines("sqlite")
def test_a_browser_that_keeps_nothing_sends_what_is_typed(open_page, cookies_for, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = draft(ada, checks=())
    page = open_page(f"/patterns/{pattern.slug}/edit", cookies=cookies_for(ada))
    page.add_init_script("Object.defineProperty(window, 'localStorage', { value: null });")
    page.reload()
    page.locator("[name=solution]").fill("The solution.")
    expect(page.locator("[data-draft-said]")).to_have_text(THERE)
    for name in ("Dark", "Light"):
        page.get_by_role("button", name=name).click()
    page.locator("body").press("?")
    expect(page.locator("[data-shortcuts]")).to_have_attribute("open", "")
