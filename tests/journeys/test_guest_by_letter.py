"""A guest goes through all of it by letters alone, in a browser that runs no scripts."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from community.accounts.models import Guest, Member
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing, scheduling
from community.calls.drafts import Details
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.db import db
from tests.calls.build import sitting_at
from tests.factories import PASSWORD, make_community, make_member
from tests.journeys.arriving import Hands
from tests.mailbox import Mailbox

GINA = "gina@example.org"
ROOM = "https://meet.example.org/evening"


@pytest.fixture
def hands(at) -> Iterator[Hands]:
    """The clock, held at a Monday in March."""
    with ExitStack() as held:
        yield Hands(lambda instant: held.enter_context(at(instant)))


@pytest.fixture
def evening(hands, writing) -> tuple[Sitting, Member]:
    """A call with one place, which Mia has."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        draft = sitting_at("2026-03-13T18:00", capacity=1, join_url=ROOM)
        call = scheduling.schedule_call(Details(title="An evening"), [draft], by=ola, now=hands.now)
        sitting = sittings_of(call)[0]
        rsvps.answer(sitting, mia.person, answer=Answer.GOING, now=hands.now)
    return sitting, mia


def newest_link(mailbox: Mailbox, path: str) -> str:
    """The link in the newest letter to Gina, as a path."""
    letter = mailbox.to(GINA)[-1]
    (address,) = set(re.findall(rf"https?://\S+?{path}[A-Za-z0-9_-]+", letter.text))
    return urlsplit(address).path


def ask(page: Page, hands: Hands, slug: str) -> None:
    """Answer on the page of the call, and give a name and an address."""
    page.goto(f"/calls/{slug}")
    page.get_by_role("button", name="Join waiting list").click()
    expect(page.get_by_label("Going")).to_be_checked()
    page.get_by_label("Your name", exact=True).fill("Gina")
    page.get_by_label("E-mail address").fill(GINA)
    page.get_by_label("Your time zone").select_option("America/New_York")
    hands.move_on(seconds=20)
    page.get_by_role("button", name="Send me the letter").click()
    expect(page.get_by_text(f"We have sent a letter to {GINA}.")).to_be_visible()


def give_the_place_back(writing, sitting: Sitting, mia: Member, now: datetime) -> None:
    with writing():
        again = db.session.get_one(Sitting, sitting.id)
        rsvps.withdraw(again, db.session.get_one(Member, mia.id).person, now=now)


def move_by_a_day(writing, sitting: Sitting, now: datetime) -> None:
    with writing():
        again = db.session.get_one(Sitting, sitting.id)
        start = again.local_start + timedelta(days=1)
        changing.move(again, local_start=start, zone=again.zone, minutes=60, now=now)


def confirm(page: Page, own: str) -> None:
    """Let the answer count: a place in line, and no word of where people meet."""
    page.goto(own)
    page.get_by_role("button", name="Yes, put me on the waiting list").click()
    expect(page.get_by_role("status")).to_have_text("The call is full. You are first in line.")
    assert ROOM not in page.content()


def change_and_take_back(page: Page) -> None:
    """Answer otherwise, not at all, and once more."""
    page.get_by_role("button", name="Maybe").click()
    expect(page.get_by_role("status")).to_have_text("You said maybe.")
    page.get_by_role("button", name="Take my answer back").click()
    expect(page.get_by_role("status")).to_have_text("You have no answer for this call.")
    page.get_by_role("button", name="Going").click()
    expect(page.get_by_role("status")).to_have_text("You are going.")


def sign_up(page: Page, hands: Hands, post: Callable[[], int], mailbox: Mailbox) -> None:
    """From the guest's page to an account, by another letter."""
    page.get_by_role("link", name="Sign up with this address").click()
    page.get_by_label("Your name").fill("Gina")
    page.get_by_label("E-mail address").fill(GINA)
    hands.move_on(seconds=20)
    page.get_by_role("button", name="Send me the letter").click()
    post()
    page.goto(newest_link(mailbox, "/sign-up/"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("link", name="Gina", exact=True)).to_be_visible()


def test_a_guest_answers_waits_takes_a_place_changes_withdraws_and_joins_by_letters_alone(
    hands, evening, open_page, writing, reading, post, mailbox
):
    sitting, mia = evening
    page = open_page("/", javascript=False)
    ask(page, hands, sitting.call.slug)
    post()
    own = newest_link(mailbox, "/answers/")
    confirm(page, own)

    hands.move_on(hours=1)
    give_the_place_back(writing, sitting, mia, hands.now)
    post()
    assert "place" in mailbox.to(GINA)[-1].subject
    assert newest_link(mailbox, "/answers/") == own
    page.goto(own)
    page.get_by_role("button", name="Take the place").first.click()
    expect(page.get_by_role("status")).to_have_text("You are going.")
    expect(page.get_by_role("link", name="Join the call")).to_have_attribute("href", ROOM)

    hands.move_on(hours=1)
    move_by_a_day(writing, sitting, hands.now)
    hands.move_on(minutes=30)
    post()
    assert mailbox.to(GINA)[-1].subject.startswith("Moved: An evening")
    assert newest_link(mailbox, "/answers/") == own
    page.goto(own)
    expect(page.get_by_text("14 March")).to_be_visible()
    expect(page.get_by_text("18:00 Berlin time")).to_be_visible()

    change_and_take_back(page)
    sign_up(page, hands, post, mailbox)
    page.goto("/my-calls")
    expect(page.get_by_role("link", name="An evening")).to_be_visible()
    expect(page.get_by_text("You are going")).to_be_visible()
    with reading():
        assert db.session.scalars(select(Guest)).all() == []
