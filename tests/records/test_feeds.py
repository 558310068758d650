"""Calendars say that a record is published, as long as it is."""

import icalendar
import pytest

from community.records import publishing
from tests.records.build import DAY, OVER, again, publish

pytestmark = pytest.mark.engines("sqlite")


def told(answer) -> bool:
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    return any("The record of this call is published." in str(e["DESCRIPTION"]) for e in events)


def test_a_feed_tells_of_a_published_record_until_it_is_taken_back(scene, writing, client, at):
    ola, *_, call = scene
    address = f"/calls/{call.slug}/call.ics"
    with at(OVER):
        before = client.get(address)
        with writing():
            publish(again(call), ola)
        after = client.get(address)
        with writing():
            publishing.take_back(again(call), by=ola, now=OVER + DAY)
        back = client.get(address)

    assert [told(answer) for answer in (before, after, back)] == [False, True, False]
    assert after.headers["ETag"] != before.headers["ETag"]
