"""A whole cycle of one call: from a template to what the next call of the series begins with."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.arriving import Hands, addresses_of_calls, entrust, join, set_up

MEMBERS = "Ada", "Ben", "Cleo", "Dan"  # the first one leads
SECRET = "Who leaves the board"


@pytest.fixture
def hands(at) -> Iterator[Hands]:
    """The clock, held at a Monday in March."""
    with ExitStack() as held:
        yield Hands(lambda instant: held.enter_context(at(instant)))


@pytest.mark.long
def test_a_call_goes_from_a_template_to_a_published_record_and_on(hands, open_page, live_server):
    steward = set_up(open_page, live_server)
    people = {name: join(name, hands, open_page, live_server) for name in MEMBERS}
    entrust(steward, "Ada")
    ada = people["Ada"]
    feed = start_series(ada)
    first, second = addresses_of_calls(ada, 2)
    for page in people.values():
        page.goto(first)
        page.get_by_role("button", name="Going").click()

    prepare(people, first)
    publish(ada, first)
    assert_the_calendar_says_what_is_published(feed)

    hands.move_on(days=3, hours=4)
    hold(people, first)
    hands.move_on(hours=2)
    record(people, first)
    assert_a_visitor_reads_the_record(open_page, first)
    assert_the_next_call_holds_what_was_left(ada, people["Dan"], second)


def start_series(page: Page) -> str:
    """A weekly series on Thursdays at 17:00; gives the address of its feed."""
    page.goto("/series/new")
    page.get_by_label("Title").fill("Practitioners Call")
    page.get_by_label("First date").fill("2026-03-05")
    page.get_by_label("Time", exact=True).first.fill("17:00")
    page.get_by_role("button", name="Show what this means").click()
    page.get_by_role("button", name="Start this series").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practitioners Call")
    return str(page.locator("input#feed").input_value())


def prepare(people: dict[str, Page], call: str) -> None:
    """A template gives the agenda its bones; members propose and vote; one is off the record."""
    ada, ben = people["Ada"], people["Ben"]
    ada.goto(f"{call}/agenda/draft")
    ada.get_by_role("link", name="Begin with a template").click()
    ada.get_by_role("button", name="Begin with “Working group”").click()
    ben.goto(f"{call}/agenda")
    for title in ("How we thank those who review", "A logo"):
        ben.get_by_role("link", name="Propose an item").click()
        ben.get_by_label("Title").fill(title)
        ben.get_by_role("radio", name="No tool", exact=True).check()
        ben.get_by_role("button", name="Propose it").click()
    for name in ("Cleo", "Dan"):
        people[name].goto(f"{call}/agenda")
        proposal = people[name].locator(".item").filter(has_text="thank those")
        proposal.get_by_role("button", name=re.compile("^Vote for it")).click()
    ada.goto(f"{call}/agenda/draft")
    proposed = ada.locator("#proposals .item")
    expect(proposed.first).to_contain_text("How we thank those who review")
    proposed.first.get_by_role("button", name="Put it on the agenda").click()
    ada.get_by_role("link", name="Add an item").click()
    ada.get_by_label("Title").fill(SECRET)
    ada.get_by_label(re.compile("^Off the record")).check()
    ada.get_by_role("radio", name=re.compile("^(No tool|Same as last time)")).first.check()
    ada.get_by_role("button", name="Add it to the draft").click()


def publish(page: Page, call: str) -> None:
    """The facilitator publishes the draft."""
    page.goto(f"{call}/agenda/draft")
    page.get_by_role("link", name="Publish it").click()
    page.get_by_label("No tool", exact=True).check()
    page.get_by_role("button", name="Publish agenda to 4 people").click()
    page.goto(f"{call}/agenda")
    expect(page.locator("#published")).to_contain_text("How we thank those who review")


def assert_the_calendar_says_what_is_published(feed: str) -> None:
    """A reader of calendars finds the agenda at its date, without what is off the record."""
    with urllib.request.urlopen(feed) as answer:
        calendar = Calendar.from_ical(answer.read())
    said = [str(event.get("DESCRIPTION", "")) for event in calendar.walk("VEVENT")]
    [agenda] = [words for words in said if "How we thank those who review" in words]
    assert "A logo" not in agenda
    assert SECRET not in "".join(said)


def hold(people: dict[str, Page], call: str) -> None:
    """The call is held: two decisions, three actions, one item off the record, a queue."""
    ada, ben, cleo, dan = people.values()
    ada.goto(f"{call}/live")
    ada.get_by_role("button", name="Start the call").click()
    for page in (ben, cleo):
        page.goto(f"{call}/live")
        page.get_by_role("button", name="I’m here").click()
    title, step = "", ada.get_by_role("button", name=re.compile("^Next: "))
    while title != SECRET:
        title = step.inner_text().strip().removeprefix("Next: ")
        step.click()
        expect(ada.locator(".live-item h2")).to_have_text(title)
        if "thank those" in title:
            speak_of_it(people, call)
    expect(ada.locator(".live-item")).to_contain_text("Off the record")
    ada.get_by_role("button", name="End the call").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("The call has ended")
    dan.goto(f"{call}/live")
    expect(dan.locator("#here")).to_contain_text("2 people said that they were here.")
    expect(dan.locator("#here")).not_to_contain_text("Ben")


def speak_of_it(people: dict[str, Page], call: str) -> None:
    """Two decisions and three actions are noted, and somebody asks to speak."""
    _ada, ben, cleo, dan = people.values()
    note(ben, call, "Reviews are named in the release notes.", kind="Decision")
    note(cleo, call, "Thanks go out *before* the release.", kind="Decision")
    note(dan, call, "Write to the last ten reviewers.", kind="Action", owner="dan")
    note(ben, call, "Put the names into the notes.", kind="Action", owner="ben")
    note(cleo, call, "Ask the board for postcards.", kind="Action")
    people["Dan"].goto(f"{call}/live")
    people["Dan"].get_by_role("button", name="Clarifying question").click()
    people["Ada"].goto(f"{call}/live")
    people["Ada"].get_by_role("button", name="Call Dan").click()
    people["Ada"].get_by_role("button", name="Dan has spoken").click()


def note(page: Page, call: str, words: str, *, kind: str, owner: str = "") -> None:
    """A note beside the item that is spoken about."""
    page.goto(f"{call}/live")
    page.get_by_text("Add a note").click()
    page.locator("textarea[name=text]").fill(words)
    page.get_by_label(kind, exact=True).check()
    if owner:
        page.get_by_label("Who does it").fill(owner)
    page.get_by_label("No tool", exact=True).check()
    page.get_by_role("button", name="Add this note").click()
    expect(page.locator("#notes")).to_contain_text(words.replace("*", ""))


def record(people: dict[str, Page], call: str) -> None:
    """The record is opened for correction, corrected and published."""
    ada, ben = people["Ada"], people["Ben"]
    ada.goto(f"{call}/record/edit")
    ada.get_by_label("Summary").fill("We agreed on *how* we thank.")
    ada.get_by_label("No tool", exact=True).check()
    ada.get_by_role("button", name="Save the summary").click()
    ada.get_by_role("link", name="Open for correction, or publish").click()
    ada.get_by_role("button", name="Open for correction").click()
    ben.goto(f"{call}/record")
    ben.get_by_role("link", name="Ask for a correction of the whole").click()
    ben.locator("textarea[name=words]").fill("We also agreed on when.")
    ben.get_by_role("button", name="Send it to the facilitators").click()
    ada.goto(f"{call}/record/edit")
    ada.get_by_label("Summary").fill("We agreed on *how* and when we thank.")
    ada.get_by_role("button", name="Save the summary").click()
    ada.goto(f"{call}/record/corrections")
    ada.get_by_role("button", name="It is corrected").click()
    ada.goto(f"{call}/record")
    ada.get_by_role("link", name="Open for correction, or publish").click()
    ada.get_by_role("button", name="Publish the record").click()


def assert_a_visitor_reads_the_record(open_page: Callable[..., Page], call: str) -> None:
    """Everything is there but what was off the record; it goes with one as Markdown too."""
    page = open_page(f"{call}/record")
    said = page.get_by_role("main")
    for words in (
        "We agreed on how and when we thank.",
        "Reviews are named in the release notes.",
        "Thanks go out before the release.",
        "Write to the last ten reviewers.",
        "Ask the board for postcards.",
        "One item was off the record.",
        "2 people said that they were there.",
    ):
        expect(said).to_contain_text(words)
    taken = page.request.get(f"{call}/record.md").text()
    assert "Reviews are named in the release notes." in taken
    assert SECRET not in said.inner_text() + taken
    page.goto("/search?q=agreed+on+how+and+when")
    page.get_by_role("link", name="Record of Practitioners Call").click()
    expect(page).to_have_url(re.compile(re.escape(call) + "/record$"))


def assert_the_next_call_holds_what_was_left(ada: Page, dan: Page, call: str) -> None:
    """The proposal nobody took up, and the action nobody has done, wait at the next call; sent back
    by mistake it is carried over again.
    """
    ada.goto(f"{call}/agenda/draft")
    expect(ada.locator("#proposals")).to_contain_text("A logo")
    ada.get_by_role("button", name=re.compile("^Send it back.*A logo")).click()
    expect(ada.get_by_text("is back where it came from")).to_be_visible()
    ada.get_by_role("button", name=re.compile("^Carry it over again.*A logo")).click()
    expect(ada).to_have_url(re.compile(re.escape(call) + "/agenda/draft"))
    expect(ada.locator("#proposals")).to_contain_text("A logo")
    expect(ada.locator("#items")).not_to_contain_text("How we thank those who review")
    dan.goto("/my-actions")
    expect(dan.get_by_role("main")).to_contain_text("Write to the last ten reviewers.")
    dan.goto(call)
    expect(dan.get_by_role("main")).to_contain_text("Write to the last ten reviewers.")
