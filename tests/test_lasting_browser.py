"""A browser that dies takes no other test along; what fails by itself is not tried again."""

from itertools import count

import pytest
from playwright.sync_api import Error

from tests.lasting_browser import Browsers, is_hit

_runs = count(1)


class TargetClosedError(Exception):
    """As Playwright's own."""


@pytest.fixture
def another(launch_browser):
    """Browsers of this test alone."""
    browsers = Browsers(launch_browser)
    yield browsers
    browsers.close()


def test_a_test_in_which_the_browser_dies_runs_once_more(browser):
    if next(_runs) == 1:
        browser.new_browser_cdp_session().send("Browser.crash")

    assert browser.is_connected()


def test_a_browser_that_died_is_followed_by_another(another):
    first = another.living()
    same = another.living()
    first.close()
    second = another.living()

    assert (same is first, second is first, second.is_connected()) == (True, False, True)


def test_a_failure_is_the_browsers_only_where_it_is_gone(another):
    living = another.living()
    gone = another.living()
    closed, wrong = TargetClosedError(), AssertionError()
    while_it_lives = [is_hit(error, living) for error in (closed, wrong, Error("no"))]
    gone.close()
    after = [is_hit(error, gone) for error in (closed, wrong, Error("no"))]

    assert (while_it_lives, after) == ([False] * 3, [True, False, False])
    assert not is_hit(closed, None)
