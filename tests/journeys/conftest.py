"""A place to visit, and a browser in somebody's hands."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import DESKTOP, Look
from tests.journeys.place import NOW, Inhabited, inhabit


@pytest.fixture
def place(at, house) -> Iterator[Inhabited]:
    """The community everybody visits, with the clock held at `NOW`."""
    with at(NOW):
        yield house.furnish(inhabit)


@pytest.fixture
def visit(open_page, place, cookies_for) -> Callable[..., Page]:
    """Open the first page as somebody: `visit("member", look)`."""

    def begin(who: str, look: Look = DESKTOP, path: str = "/") -> Page:
        cookies = {} if who == "visitor" else cookies_for(place.people[who])
        return open_page(place.at(path), look=look, cookies=cookies)

    return begin
