"""A case, from a report without an account to the half-year's numbers; none names the reporter."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Page, expect

from community.accounts.models import Member, Role
from community.agreement import How
from community.conduct import acceptances
from tests.browser import PHONE
from tests.conduct.build import publish
from tests.facilitation.build import EVENING, started
from tests.factories import START, make_community, make_member
from tests.journeys.arriving import Hands
from tests.journeys.naming_nobody import look_into_every_table, walk
from tests.moderation.build import BY_LABEL

REPORTER = "Vera Quill", "vera.quill@example.org"
WORDS = "They mocked the cellar choir."
RESPONDERS = "Rue", "Kim", "Lou", "Pat", "Fay"  # the last one is a friend of the person reported


@pytest.fixture
def hands(at) -> Iterator[Hands]:
    """The clock, held at the beginning of a call in March."""
    with ExitStack() as held:
        given = Hands(lambda instant: held.enter_context(at(instant)))
        given.now = EVENING
        given.move_on(minutes=5)
        yield given


@pytest.fixture
def people(writing, hands) -> dict[str, Member]:
    """Five responders, Ada, two stewards, and a call of Ola that has been started."""
    with writing():
        make_community()
        named = {name: make_member(name, Role.RESPONDER) for name in RESPONDERS}
        named |= {"Ada": make_member("Ada"), "Ola": make_member("Ola", Role.FACILITATOR)}
        named |= {name: make_member(name, Role.STEWARD) for name in ("Stu", "Sol")}
        code = publish(named["Stu"])
        for one in named.values():
            acceptances.accept(one.person, code, how=How.SIGN_UP, now=START)
        started(named["Ola"], "How we sing")
    return named


@pytest.fixture
def sit(open_page, cookies_for, people) -> Callable[..., Page]:
    """`sit("Rue", path)` opens a page as one of them."""

    def begin(name: str, path: str) -> Page:
        return open_page(path, cookies=cookies_for(people[name]))

    return begin


@pytest.mark.long
def test_a_case_goes_its_whole_way_and_nothing_names_the_reporter(
    hands, people, sit, open_page, signed_in, app, reading, capfd
):
    ada = sit("Ada", "/calls")
    live = say_something(ada)
    report_as_a_visitor(open_page, live, hands)
    team = {name: sit(name, "/desk") for name in ("Rue", "Kim")}
    case, name = take_it(team, sit("Fay", "/desk"))

    hands.move_on(hours=5)
    decide(team, case, hands, ada)
    ask_for_a_second_look(ada)
    call = f"/calls/{live.split('/')[-2]}"
    assert signed_in(people["Ada"]).post(f"{call}/notes", data={"text": "Hi"}).status_code == 403
    team |= {name: sit(name, "/desk") for name in ("Lou", "Pat")}
    hands.move_on(days=2)
    reduce(team, case)
    hands.move_on(days=4)
    assert_it_ends_by_itself(ada, live)

    hands.move_on(days=120)
    half = publish_the_numbers(sit, open_page)
    secrets = (*REPORTER, "Vera", WORDS, "cellar choir", name, case.rpartition("/")[2])
    walk(people, signed_in, app, secrets, live, half)
    with reading():
        look_into_every_table(people, secrets)
    log = capfd.readouterr().err
    assert [word for word in secrets if word in log] == []


def say_something(ada: Page) -> str:
    """A note while the call is held; gives the page of the call."""
    ada.locator(".call-title a").first.click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("An evening")
    live = f"{ada.url}/live"
    write_note(ada, live, "What a choir.")
    expect(ada.locator("#notes")).to_contain_text("What a choir.")
    return live


def write_note(page: Page, live: str, words: str) -> None:
    """As somebody who is there."""
    page.goto(live)
    if live.endswith("/live"):
        page.get_by_text("Add a note").click()
    page.locator("textarea[name=text]").fill(words)
    page.get_by_label("No tool", exact=True).check()
    page.get_by_role("button", name="Add this note").click()


def report_as_a_visitor(open_page: Callable[..., Page], live: str, hands: Hands) -> None:
    """On a phone, from the note itself."""
    page = open_page(live, look=PHONE)
    page.locator("#notes a", has_text="Report").first.click()
    expect(page.get_by_role("main")).to_contain_text("About a note by Ada.")
    hands.move_on(seconds=40)
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("Only the responders may know it was me").check()
    page.get_by_label("Your name").fill(REPORTER[0])
    page.get_by_label("Your e-mail address").fill(REPORTER[1])
    page.get_by_role("button", name="Send this report").click()
    expect(page.locator("code").first).to_have_text(re.compile(r"^[0-9a-z-]{39}$"))


def take_it(team: dict[str, Page], fay: Page) -> tuple[str, str]:
    """A friend of Ada has a conflict and hears no more; two take it. Gives where it is, and the
    name it goes by.
    """
    fay.goto("/desk")
    name = fay.locator(".case-name").inner_text()
    fay.get_by_role("button", name="I have a conflict of interest").click()
    expect(fay.locator("body")).to_contain_text("nobody asks you why")
    expect(fay.locator(".case-name")).to_have_count(0)
    for page in team.values():
        page.goto("/desk")
        page.get_by_role("button", name="I can take it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    gone = fay.request.get(page.url)
    assert (gone.status, name in gone.text()) == (404, False)
    key = page.url.rpartition("/")[2]
    nothing = fay.request.get(page.url.replace(key, key[::-1]))
    assert (nothing.status, without_nonces(nothing)) == (404, without_nonces(gone))
    return str(page.url), name


def without_nonces(answer: APIResponse) -> str:
    """A page without its address, and without what is another at each request."""
    said = re.sub(r'nonce="[^"]*"', "", answer.text())
    return said.replace(answer.url.rpartition("/")[2], "")


def decide(team: dict[str, Page], case: str, hands: Hands, ada: Page) -> None:
    """Triage, then limits on rung 2 by two; the second one reads the letter and sends it."""
    rue, kim = team["Rue"], team["Kim"]
    rue.goto(case)
    rue.get_by_label("Who made report 1").check()
    rue.locator("#messages textarea").fill("Thank you. We look into it.")
    rue.get_by_role("button", name="Send this message").click()
    rue.get_by_label("It stands at").select_option("triage")
    rue.get_by_role("button", name="Set where it stands").click()
    hands.move_on(days=1)
    propose(rue, case, days="30", behaviour="You mocked how others sing.")
    agreeing = rue.get_by_role("button", name=re.compile("I agree|send it"))
    expect(agreeing).to_have_count(0)  # one alone decides nothing
    assert "You mocked" not in ada.request.get("/standing").text()
    kim.goto(case)
    kim.get_by_role("button", name="I agree to this ruling").click()
    kim.get_by_role("button", name=re.compile("nothing tells who reported: send it")).click()
    expect(kim.locator("#rulings")).to_contain_text("told on")


def propose(page: Page, address: str, *, days: str, behaviour: str) -> None:
    """Fill the letter; `address` is that of the case, or of the form."""
    page.goto(address if "/rulings/new" in address else f"{address}/rulings/new")
    page.get_by_label(re.compile("^2 · ")).check()
    page.locator("input[name=clauses]").first.check()
    for part, words in (BY_LABEL | {"What happened": behaviour}).items():
        page.get_by_label(part).fill(words)
    page.get_by_label("For how many days").fill(days)
    page.get_by_label("No notes").check()
    page.get_by_role("button", name="Propose this ruling").click()
    expect(page.locator("#rulings")).to_contain_text(behaviour)


def ask_for_a_second_look(ada: Page) -> None:
    """Ada reads why, and asks for a second look."""
    ada.goto("/standing")
    expect(ada.get_by_role("main")).to_contain_text("You mocked how others sing.")
    ada.get_by_label("Ask for a second look").fill("I like the choir.")
    ada.get_by_role("button", name="Ask for a second look").click()
    expect(ada.get_by_role("main")).to_contain_text("People who did not decide look at it.")


def reduce(team: dict[str, Page], case: str) -> None:
    """Two who did not decide make it three days."""
    lou, pat = team["Lou"], team["Pat"]
    for page in (team["Rue"], team["Kim"]):
        page.goto(case)
        expect(page.locator("#rulings")).to_contain_text("I like the choir.")
        expect(page.get_by_role("button", name="I hear this appeal")).to_have_count(0)
    for page in (lou, pat):
        page.get_by_role("button", name="I can take it").click()
        page.get_by_role("button", name="I hear this appeal").click()
    lou.goto(case)
    lou.get_by_role("link", name="Reduce or increase it").click()
    propose(lou, lou.url, days="3", behaviour="You mocked how others sing, once.")
    pat.goto(case)
    pat.get_by_role("button", name="I agree to this ruling").click()
    pat.get_by_role("button", name=re.compile("nothing tells who reported: send it")).click()
    expect(pat.locator("#rulings")).to_contain_text("Reduced.")


def assert_it_ends_by_itself(ada: Page, live: str) -> None:
    """No job has run, and Ada can write again."""
    ada.goto("/standing")
    expect(ada.get_by_role("main")).to_contain_text("Reduced.")
    assert re.search(r"\d\d:\d\d", ada.get_by_role("main").inner_text()) is None
    write_note(ada, live.removesuffix("/live") + "/notes", "I am back.")
    expect(ada.get_by_role("main")).to_contain_text("I am back.")


def publish_the_numbers(sit: Callable[..., Page], open_page: Callable[..., Page]) -> str:
    """The half-year is over: drafted, agreed to by two, read by everybody without small numbers.
    Gives where it is.
    """
    stu = sit("Stu", "/transparency")
    stu.get_by_role("button", name="Draft the report").first.click()
    expect(stu.get_by_role("button", name="I have read it; publish it")).to_be_visible()
    half = stu.url
    for page in (stu, sit("Sol", half)):
        page.get_by_role("button", name="I have read it; publish it").click()
    page = open_page(half)
    expect(page.get_by_role("main")).to_contain_text("fewer than 3")
    return urlsplit(half).path
