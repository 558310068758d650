"""A pattern's way: from a note of a call, through others' hands, to the next call and elsewhere."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from community import clock
from community.access import VISITOR
from community.accounts.models import Role
from community.db import db, transaction
from community.exchange.importing_notes import import_series
from community.exchange.library_exporting import export_library
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.preparing import prepare
from community.exchange.reading import read
from community.patterns import seeding, settling
from community.patterns.citation_queries import cited_in
from community.patterns.models import Pattern
from community.patterns.note_source_queries import told_of_source
from tests.browser import PHONE
from tests.databases import House, sqlite_house
from tests.factories import make_community, make_member
from tests.journeys.arriving import Hands, addresses_of_calls, entrust, join, set_up

SHIPPED = json.loads(seeding.SHIPPED.read_text())
MEMBERS = "Ada", "Ben", "Cleo", "Dan"  # who leads, who writes, who curates, and one more
TITLE = "Let Quiet Voices Write First"
FOUND_BY = {"dimensions": "trust", "infrastructure": "transparency", "roles": "facilitator"}
FOUND_BY |= {"moments": "starting", "effort": "minutes", "people": "few"}
USES = {"Dan": "The Harbour Project", "Ada": "A Town Library", "Cleo": "Seven Gardens"}
VERIFIERS = {"Dan": "Ada", "Ada": "Cleo", "Cleo": "Ada"}  # of whose: neither wrote any of it


@pytest.fixture
def hands(at) -> Iterator[Hands]:
    """The clock, held at a Monday in March."""
    with ExitStack() as held:
        yield Hands(lambda instant: held.enter_context(at(instant)))


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[House]:
    """Another installation, as it is once it is set up."""
    house = sqlite_house(tmp_path)
    yield house
    house.close()


@pytest.mark.long
def test_a_note_becomes_a_pattern_that_is_proven_and_cited(
    hands, open_page, live_server, elsewhere
):
    steward = set_up(open_page, live_server)
    people = {name: join(name, hands, open_page, live_server) for name in MEMBERS}
    entrust(steward, "Ada")
    entrust(steward, "Cleo", "curator")
    ada, ben, cleo, dan = people.values()
    first, second = start_series(ada)

    write_from_a_note(ben, first)
    pattern = propose(ben)
    suggest_and_take(dan, ben, pattern)
    review(cleo, pattern)
    report_uses(people, pattern)
    cleo.goto(pattern)
    cleo.get_by_role("button", name="As a curator: it may be called proven").click()
    expect(cleo.locator("#stage")).to_contain_text("Cleo, curator: it may be called proven.")

    hands.move_on(days=6)
    settle(live_server.app, hands)
    assert_it_is(ada, pattern, "Emerging")
    hands.move_on(days=2)
    settle(live_server.app, hands)
    assert_it_is(ada, pattern, "Proven")
    cite_on_a_phone(ada, second, pattern)
    assert_it_is_the_same_elsewhere(open_page, ada, elsewhere)


def start_series(page: Page) -> tuple[str, str]:
    """A weekly series on Thursdays; gives the addresses of its first call and its third."""
    page.goto("/series/new")
    page.get_by_label("Title").fill("Practitioners Call")
    page.get_by_label("First date").fill("2026-03-05")
    page.get_by_label("Time", exact=True).first.fill("17:00")
    page.get_by_role("button", name="Show what this means").click()
    page.get_by_role("button", name="Start this series").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practitioners Call")
    first, _, third = addresses_of_calls(page, 3)
    return first, third


def no_tool(page: Page) -> None:
    """Say that no tool was involved, in whichever words it is offered."""
    page.get_by_role("radio", name=re.compile("^(No tool|Same as last time)")).first.check()


def write_from_a_note(page: Page, call: str) -> None:
    """Somebody notes something on a call, and makes a draft of a pattern of it."""
    page.goto(call)
    page.get_by_text("Add a note", exact=True).click()
    page.locator("textarea[name=text]").fill("Who says little *writes* first; then we read it.")
    no_tool(page)
    page.get_by_role("button", name="Add this note").click()
    page.locator(".note-rest summary").last.click()
    page.get_by_role("button", name="Make it a pattern").last.click()
    expect(page.get_by_text("This is a draft of yours now")).to_be_visible()
    page.get_by_label("Title").fill(TITLE)
    page.locator("[name=summary]").fill("The loud decide. Let everybody write before they speak.")
    page.locator("[name=context]").fill("A call of more than five.")
    page.locator("[name=problem]").fill("Three people say everything.")
    page.locator("[name=solution]").fill("Give **three minutes** to write.\n\nThen read it out.")
    page.locator("[name=checks-0-question]").fill("Does the record name what was written?")
    for name, value in FOUND_BY.items():
        page.locator(f"[name={name}][value={value}]").check()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    if page.locator("[name=disclosure-degree]").count():
        no_tool(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def propose(page: Page) -> str:
    """The author lets everybody read it; gives its address."""
    page.get_by_role("link", name="Propose it").click()
    page.get_by_label("I share it under CC BY-SA 4.0").check()
    page.get_by_role("button", name="Propose it to everybody").click()
    expect(page.locator(".pattern-proposed")).to_be_visible()
    return page.url.partition("?")[0]


def suggest_and_take(who: Page, author: Page, pattern: str) -> None:
    """Somebody else suggests another wording of the problem, and the author takes it."""
    who.goto(pattern)
    who.locator("#problem").get_by_role("link", name="Suggest an edit").click()
    who.locator("[name=problem]").fill("Three people say everything, and nobody hears the rest.")
    who.get_by_role("button", name="Send this suggestion").click()
    expect(who.get_by_text("Much of it is new")).to_be_visible()
    no_tool(who)
    who.get_by_role("button", name="Send this suggestion").click()
    expect(who.get_by_role("button", name="Send this suggestion")).to_have_count(0)
    author.goto(pattern)
    author.locator("#suggestions").get_by_role("link").first.click()
    author.get_by_role("button", name="Take it").click()
    author.goto(pattern)
    expect(author.locator("#problem")).to_contain_text("nobody hears the rest")


def review(page: Page, pattern: str) -> None:
    """A curator who wrote none of it finds it ready."""
    page.goto(pattern)
    page.get_by_role("link", name="Review it").click()
    page.get_by_label("It is ready").check()
    page.get_by_label("What you have to do with it").fill("Nothing.")
    page.get_by_role("button", name="Publish my review").click()
    expect(page.locator(".pattern-emerging")).to_be_visible()


def report_uses(people: dict[str, Page], pattern: str) -> None:
    """Three organisations use it, and one says where it did not fit; others verify it."""
    for name, organisation in USES.items():
        page = people[name]
        page.goto(pattern)
        page.get_by_role("link", name="Add a known use").click()
        page.locator("[name=organisation]").fill(organisation)
        page.get_by_label("Uses it").or_(page.locator("[name=state][value=using]")).first.check()
        if name == "Dan":
            page.locator("[name=limits]").fill("Not with fewer than four people.")
        no_tool(page)
        page.get_by_role("button", name="Add it").click()
        expect(page.locator("#known-uses")).to_contain_text(organisation)
    for other, name in VERIFIERS.items():
        page = people[name]
        page.goto(pattern)
        use = page.locator(".pattern-use").filter(has_text=USES[other])
        use.get_by_text("I can verify this").click()
        use.get_by_role("button", name="Verify it under my name").click()
        use = page.locator(".pattern-use").filter(has_text=USES[other])
        expect(use).to_contain_text(f"Verified by {name}")


def settle(app, hands: Hands) -> None:
    """The worker looks at what time has moved."""
    with app.app_context():
        settling.settle_all(hands.now)


def assert_it_is(page: Page, pattern: str, stage: str) -> None:
    """How far it has come is read on its page."""
    page.goto(pattern)
    expect(page.locator(f"header .pattern-{stage.lower()}")).to_contain_text(stage)


def cite_on_a_phone(page: Page, call: str, pattern: str) -> None:
    """While writing an item of the next agenda it is looked up, misspelt, and put in."""
    page.set_viewport_size(PHONE.context["viewport"])
    page.goto(f"{call}/agenda/draft")
    page.get_by_role("link", name="Add an item").click()
    page.get_by_label("Title").fill("How we begin")
    page.get_by_label("What it is about").fill("We try ")
    page.get_by_role("link", name="Look a pattern up").first.click()
    box = page.locator("dialog.palette")
    box.locator("input").fill("quiet vioces")
    expect(box).to_contain_text("Did you mean “quiet voices”?")
    box.get_by_role("button", name="Insert").first.click()
    slug = pattern.rpartition("/")[2]
    expect(page.get_by_label("What it is about")).to_have_value(f"We try [[{slug}]]")
    no_tool(page)
    page.get_by_role("button", name="Add it to the draft").click()
    page.get_by_role("link", name="Publish it").click()
    no_tool(page)
    page.get_by_role("button", name=re.compile("^Publish agenda")).click()
    page.goto(f"{call}/agenda")
    page.locator("#published").get_by_role("link", name=TITLE).click()
    expect(page.locator("#used-in")).to_contain_text("Practitioners Call")


def assert_it_is_the_same_elsewhere(
    open_page: Callable[..., Page], facilitator: Page, elsewhere: House
) -> None:
    """The calls and then the library are brought into an installation begun without: the pattern
    leads to its call and its note, and taken from there the library is the same.
    """
    file = open_page("/patterns").request.get("/patterns/export.zip").body()
    calls = facilitator.request.get("/series/practitioners-call/export.zip").body()
    with elsewhere.app.app_context():
        with transaction():
            make_community(name="Elsewhere")
            by, now = make_member("Eve", Role.STEWARD), clock.now()
            import_series(prepare(read(io.BytesIO(calls))), by=by, now=now)
            came = import_library(read_library(io.BytesIO(file)), by=by.person, now=now)
        assert (len(came.new), came.instead, came.known) == (1 + len(SHIPPED), [], [])
        (pattern,) = db.session.scalars(select(Pattern).where(Pattern.title == TITLE))
        used = [(one.title, one.is_used) for one in cited_in(pattern, for_member=False)]
        assert used == [("Practitioners Call", True)]
        source = told_of_source(pattern, VISITOR)
        assert (source.by, source.title) == ("Ben, from an import", "Practitioners Call")
        with export_library(base_url="https://elsewhere.example", place="Elsewhere") as found:
            again = found.read()
    with ZipFile(io.BytesIO(file)) as there, ZipFile(io.BytesIO(again)) as here:
        names = [name for name in there.namelist() if name != "README.md"]
        assert {name: here.read(name) for name in names} == {n: there.read(n) for n in names}
        assert b"nobody hears the rest" in here.read("patterns/let-quiet-voices-write-first.md")
