"""Places that several tests of calendars begin with."""

from types import SimpleNamespace

import pytest

from community.calls.drafts import Details, Place
from community.calls.scheduling import schedule_call
from tests.calendars.addressing import LINK, NOW, address
from tests.calls.build import begin, sitting_at, times
from tests.factories import START, make_community, make_member


@pytest.fixture
def series_and_reader(writing, at, settings):
    """Ada facilitates a weekly series; Bo has an address and has answered nothing yet."""
    with at(NOW):
        with writing():
            make_community()
            ada, bo = make_member("Ada"), make_member("Bo", zone="Asia/Kathmandu")
            series = begin(ada, times("FREQ=WEEKLY", place=Place(join_url=LINK)))
            there = SimpleNamespace(
                ada=ada, bo=bo, series=series.id, slug=series.slug, key=settings.secret_key
            )
            there.path = address(bo, settings.secret_key)
        yield there


@pytest.fixture
def series_and_call(writing, at):
    """A community with a weekly series and a single call about the same topic."""
    with at(NOW):
        with writing():
            make_community()
            ada = make_member("Ada")
            series = begin(ada, topics=("Licences",))
            call = schedule_call(
                Details(title="One evening", topics=("Licences",)),
                [sitting_at("2026-03-13T18:00")],
                by=ada,
                now=START,
            )
            slugs = SimpleNamespace(series=series.slug, call=call.slug, member=ada)
        yield slugs
