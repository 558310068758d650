"""What is typed in two tabs of one form is kept in both."""

import re

import pytest
from playwright.sync_api import expect

from community.patterns import drafting
from tests.factories import make_community, make_member
from tests.patterns.build import draft

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
        assert drafting.drafts_in(ada, drafting.place_of(pattern.id)) == []
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
