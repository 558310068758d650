"""The agenda and the record on paper: what one reads is there, what one presses is not."""

import re

import pytest
from playwright.sync_api import Page, expect

from community.records import drafting, linking
from community.records.models import LinkKind
from tests.notes.saying import NO_TOOL
from tests.records.build import OVER, again, publish, record

pytestmark = pytest.mark.engines("sqlite")


def on_paper(page: Page) -> Page:
    """The page as it is printed."""
    page.emulate_media(media="print")
    return page


def test_agenda_and_record_are_printed_without_what_one_presses(
    scene, writing, at, open_page, cookies_for
):
    ola, mia, _, call = scene
    with writing():
        words = "See [the notes](https://example.org/notes)."
        drafting.write_summary(again(call), words, version=0, said=NO_TOOL, by=ola, now=OVER)
        given = {"title": "Slides", "url": "https://example.org/slides"}
        linking.add_link(again(call), LinkKind.SLIDES, **given, by=ola, now=OVER)
        publish(again(call), ola)
    with at(OVER):
        page = on_paper(open_page(record(call), cookies=cookies_for(mia)))
        for words in (
            "We decided that",
            "Mia does this",
            "We said this",
            "1 person said that they were there.",
        ):
            expect(page.get_by_text(words).first).to_be_visible()
        for link in page.get_by_role("link", name=re.compile("the notes|Slides")).all():
            after = link.evaluate("a => getComputedStyle(a, '::after').content")
            assert link.get_attribute("href") in after  # on paper nobody can follow it
        _holds_nothing_to_press(page, "The work behind it")

        page.goto(f"/calls/{call.slug}/agenda")
        for words in (
            "First canary",
            "Off the record",
            "Edition 1, published",
        ):
            expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_text("Hidden canary")).to_have_count(0)
        _holds_nothing_to_press(page, "Proposals")


def _holds_nothing_to_press(page: Page, empty: str) -> None:
    """No button, field or way through the site is printed, and no heading of what is empty."""
    expect(page.get_by_role("heading", name=empty)).to_have_count(0)
    for what in ("button", "textbox", "navigation", "search"):
        expect(page.get_by_role(what)).to_have_count(0)  # what is not shown has no role
