"""Every letter: three templates, no harm in what people write, nothing loaded from anywhere."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from community.cli import HOME
from tests import axe
from tests.browser import PHONE, too_wide
from tests.mailbox import Arrived
from tests.outbox.everything import HURTS, LINK, MOMENTS, happen, pass_time

FOLDER = HOME / "templates" / "emails"
FILES = {"subject.txt", "body.txt", "body.html"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "p", "h1", "h2", "ul", "li", "br"),
    *("a", "s", "span", "strong", "blockquote"),
}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "href"}
OPENINGS = (
    "You are a curator",
    "Ola",  # asks to take over
    "Ola",  # mentions the reader
    "Moved: Tea",
    "Cancelled: Coffee",
    "Held after all: Soup",
    "Changed: 2 dates of Weekly",
    "A place is free for you: Cake",
    "The time to take your place is over: Cake",
    "The agenda of Bread",
    "Your roles at Bread",
    "Is the record of Pepper",
    "A correction is asked for: Thyme",
    "The record of Salt",
    "Sugar",
    *("An edit of Ask", "Somebody objects to Ask", "Your edit of Stay"),
    *("Wait", "Leave"),  # of patterns, too
    *("Something in the library waits", "A proposal for Dill"),
    "Tomorrow at 23:45: Supper",
    "At 23:45: Supper",
)
TIMELESS = (
    "You are",
    "Ola",
    "An edit",
    "Somebody",
    "Your edit",
    "Wait",
    "Leave",
    "Something",
    "A proposal",
)


class Parts(HTMLParser):
    """The tags, attributes and addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


@pytest.fixture
def letters(writing, app, post, at, mailbox) -> Sequence[Arrived]:
    """Every letter of ours, to one reader."""
    with writing():
        reader = happen()
    for moment in MOMENTS:
        with at(moment):
            with app.app_context():
                pass_time(moment)
            post()
    return mailbox.to(reader.email)


def test_every_letter_is_safe_to_open_and_reads_the_same_in_both_forms(letters):
    subjects = [letter.subject for letter in letters]
    assert [s for s in OPENINGS if not any(one.startswith(s) for one in subjects)] == []
    assert len(letters) == len(OPENINGS)

    for letter in letters:
        parts = Parts(letter.html)
        assert parts.tags <= TAGS
        assert parts.attributes <= ATTRIBUTES
        assert all(a.startswith(("http://localhost:8000", LINK)) for a in parts.addresses)
        assert "@import" not in letter.html
        assert "url(" not in letter.html
        assert "{{" not in letter.html + letter.text
        assert HURTS in letter.text  # as words, where words are all there is
        assert "&lt;img" in letter.html
        assert "Kathmandu time" in letter.text or letter.subject.startswith(TIMELESS)
        assert "李小龍" in str(letter.message["To"])
        assert "http://localhost:8000/letters/choices/" in letter.text


@pytest.mark.engines("sqlite")
def test_every_letter_can_be_read_on_a_phone_and_at_night_and_does_nothing(letters, browser):
    page = browser.new_context(**PHONE.context).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wrong = []
    for letter in letters:
        page.emulate_media(color_scheme="light")
        page.set_content(letter.html)
        found = axe.complaints(page, ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"))
        page.emulate_media(color_scheme="dark")
        wrong += [(letter.subject, what) for what in (*found, *axe.pale(page), *too_wide(page))]
        assert page.evaluate("typeof hurt") == "undefined"
    page.context.close()

    assert wrong == []
    assert asked == []


def test_the_join_link_stands_in_reminders_to_who_is_going_alone(letters):
    with_link = [letter.subject[:9] for letter in letters if LINK in letter.message.as_string()]

    assert with_link == ["Tomorrow ", "At 23:45:"]


def test_every_kind_of_letter_has_its_three_templates(app):
    folders = {
        path.name: {f.name for f in path.iterdir()} for path in FOLDER.iterdir() if path.is_dir()
    }

    assert {name: files for name, files in folders.items() if files != FILES} == {}
    assert set(app.extensions["outbox"].kinds) <= set(folders)
