"""What three independent programs read in our feeds is what the program itself knows."""

import pytest

from tests.calendars import worlds
from tests.calendars.readers import READERS
from tests.factories import START, make_community, make_member

NOW = START.replace(day=20)


@pytest.fixture(params=worlds.RHYTHMS)
def rhythm(request):
    return worlds.RHYTHMS[request.param]


@pytest.mark.engines("sqlite")
def test_every_reader_shows_a_series_as_the_program_knows_it(rhythm, writing, client, at):
    with at(NOW):
        with writing():
            make_community()
            series = worlds.with_history(make_member(), rhythm)
            known, slug = worlds.shown(series), series.slug
        file = client.get(f"/series/{slug}/calendar.ics").data
    assert len(known) > 10
    for reader in READERS:
        assert worlds.read_by(reader, file) == known, reader
