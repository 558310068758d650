"""What can be wrong with a page that is open in a browser, whatever it shows."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser import DESKTOP, Look, complaints, too_wide

PHONE = Look(phone=True, dark=False)
each_screen = pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=["phone", "desktop"])


class Faults(NamedTuple):
    """What is wrong with a page, and where."""

    address: str
    what: list[str]


# What only a program would write: a value that is not there, or the name of a thing in memory.
INSIDE = """() => [...document.querySelectorAll('body *')]
  .map(e => e.value ?? (e.childElementCount ? '' : e.textContent))
  .filter(text => /^(None|True|False|undefined)$|<\\w+ |0x[0-9a-f]{6}|Markup\\(/.test(text))"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open, by day and by night."""
    page.emulate_media(color_scheme="light")
    found = complaints(page) + [f"sticks out: {what}" for what in too_wide(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"by night: {what}" for what in complaints(page, ["color-contrast"])]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if len(page.title().strip()) < 5:
        found.append(f"the title is “{page.title()}”")
    if page.locator("html").get_attribute("lang") != "en":
        found.append("no language is given")
    return found + [f"shows its inside: {what}" for what in page.evaluate(INSIDE)]
