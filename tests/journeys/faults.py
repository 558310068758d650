"""What can be wrong with a page that is open in a browser, whatever it shows."""

from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser import wrong_on_any_screen, wrong_on_this_screen


class Faults(NamedTuple):
    """What is wrong with a page, and where."""

    address: str
    what: list[str]


# What only a program would write: a value that is not there, or the name of a thing in memory.
INSIDE = """() => [...document.querySelectorAll('body :not(noscript)')]
  .map(e => e.value ?? (e.childElementCount ? '' : e.textContent))
  .filter(text => /^(None|True|False|undefined)$|<\\w+ |0x[0-9a-f]{6}|Markup\\(/.test(text))"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open, on every screen, by day and by night."""
    return wrong_on_any_screen(page) + faults_within(page)


def faults_on_this_screen(page: Page) -> list[str]:
    """What is wrong with it on the present screen, by day and by night."""
    return wrong_on_this_screen(page) + faults_within(page)


def faults_within(page: Page) -> list[str]:
    """What is wrong with what it says, whatever it looks like."""
    headings, title, language, inside = page.evaluate(
        f"""() => [document.querySelectorAll('h1').length, document.title,
                   document.documentElement.lang, ({INSIDE})()]"""
    )
    found = [f"shows its inside: {what}" for what in inside]
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    if len(title.strip()) < 5:
        found.append(f"the title is “{title}”")
    if language != "en":
        found.append("no language is given")
    return found
