"""One browser for all tests, another where it has died; a test that died with it runs again."""

from collections.abc import Callable, Generator, Iterator

import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser

_HITS = pytest.StashKey[list[bool]]()


class Browsers:
    """Gives the browser that lives, and starts one where none does."""

    def __init__(self, launch: Callable[[], Browser]) -> None:
        self._launch = launch
        self._present: Browser | None = None

    def living(self) -> Browser:
        """A browser that answers."""
        if self._present is None or not self._present.is_connected():
            self._present = self._launch()
        return self._present

    def close(self) -> None:
        """End it."""
        if self._present is not None and self._present.is_connected():
            self._present.close()


@pytest.fixture(scope="session")
def _browsers(launch_browser: Callable[[], Browser]) -> Iterator[Browsers]:
    browsers = Browsers(launch_browser)
    yield browsers
    browsers.close()


@pytest.fixture
def browser(_browsers: Browsers) -> Browser:
    """The browser of all tests; where it died in the last one, a new one."""
    return _browsers.living()


def is_hit(error: BaseException, browser: Browser | None) -> bool:
    """Whether a test failed because its browser is gone, and not by anything it found."""
    closed = type(error).__name__ == "TargetClosedError"  # Playwright keeps the class to itself
    return closed and browser is not None and not browser.is_connected()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember of each failure whether it is the browser's death."""
    report = yield
    if report.failed and call.excinfo is not None:
        browser = getattr(item, "funcargs", {}).get("browser")
        item.stash[_HITS].append(is_hit(call.excinfo.value, browser))
    return report


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test of the browser once more where the browser died and nothing else went wrong."""
    item.stash[_HITS] = []
    if "browser" not in getattr(item, "fixturenames", ()):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if item.stash[_HITS] and all(item.stash[_HITS]):
        reports = _again(item, nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _again(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    item.stash[_HITS] = []
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        report.sections.append(("Note", "The browser died in the first run; this is the second."))
    return reports
