"""A VTIMEZONE is small, and says what the time-zone database says, for every zone there is."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical

from community.calendars.components import calendar
from community.calendars.spans import Span, merge
from community.calendars.timezones import UTC_NAMES, vtimezone
from community.calendars.tzif import read
from community.clock import UnknownZone, zone_names
from tests.calendars.readers import READERS
from tests.calendars.scenes import BEFORE, SINCE, calendar_of, event, every, seen

START = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
END = datetime(2028, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

BERLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20261025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20270328T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def parts(text: str) -> list[Any]:
    return icalendar.Timezone.from_ical(text).subcomponents


def wrong(zone: str, text: str, instants: list[datetime]) -> list[datetime]:
    """The instants at which dateutil, reading the text, shows another clock than zoneinfo."""
    understood = tzical(StringIO(text)).get(zone)
    local = (each.astimezone(ZoneInfo(zone)) for each in instants)
    return [
        each for each in local if each.replace(tzinfo=understood).utcoffset() != each.utcoffset()
    ]


def near_changes(zone: str, since: datetime, until: datetime) -> list[datetime]:
    """Instants around each change of the clocks, clear of hours that are skipped or come twice."""
    changes = read(zone).until(int(until.timestamp()))
    around = [
        datetime.fromtimestamp(each.at, UTC) + distance
        for each in changes
        for distance in (-25 * HOUR, -4 * HOUR, 4 * HOUR, 25 * HOUR)
    ]
    return [since, *(each for each in around if since <= each <= until), until]


def test_every_zone_is_described_as_the_database_has_it():
    until = datetime(2034, 6, 1, tzinfo=UTC)
    zones = sorted(zone_names() - UTC_NAMES)

    texts = {zone: vtimezone(zone, START, until) for zone in zones}

    found = {zone: wrong(zone, texts[zone], near_changes(zone, START, until)) for zone in zones}
    assert {zone: instants for zone, instants in found.items() if instants} == {}
    assert len(found) > 400


@pytest.mark.parametrize("year", [1971, 1987, 2000, 2006, 2011, 2016])
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Berlin", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia"]
)
def test_a_span_across_old_rules_is_exact_from_its_first_start(zone, year):
    since = datetime(year, 7, 15, tzinfo=UTC)

    text = vtimezone(zone, since, END, endless=True)

    assert wrong(zone, text, near_changes(zone, since, END)) == []


@pytest.mark.parametrize("read_file", READERS.values(), ids=READERS)
def test_a_series_that_ends_is_described_to_its_end_where_no_rule_helps(read_file):
    rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20280229T120000Z"
    master = event(zone="Africa/Casablanca", rrule=rule)

    found = read_file(calendar(calendar_of(master)), SINCE, BEFORE)

    assert found == [seen(master, day) for day in every(7, master.start)][: len(found)]
    assert found[-1].start.isoformat() == "2028-02-22T17:00:00+00:00"


def test_the_day_before_the_first_start_is_described_too():
    morning_after = datetime.fromisoformat("2027-03-28T09:00+02:00")

    onsets = [
        each["DTSTART"].dt.year for each in parts(vtimezone("Europe/Berlin", morning_after, END))
    ]

    assert onsets == [2026, 2027]


def test_beside_a_series_without_end_a_single_call_does_not_end_the_zone():
    single = Span(START, START + HOUR)
    series = Span(START, END, endless=True)

    for first, second in ((single, series), (series, single)):
        assert merge([{"Asia/Gaza": first}, {"Asia/Gaza": second}]) == {"Asia/Gaza": series}


def test_every_zone_is_read_alike_by_ical_js():
    zones = [name for name in sorted(zone_names() - UTC_NAMES) if read(name).yearly]
    masters = [
        event(uid=name, zone=name, summary="", rrule="FREQ=WEEKLY;BYDAY=TU,SU") for name in zones
    ]
    dates = [day for day in every(1, masters[0].start) if day.strftime("%a") in ("Tue", "Sun")]
    expected = {seen(each, day) for each in masters for day in dates}

    found = READERS["ical.js"](calendar(calendar_of(*masters)), SINCE, BEFORE)

    assert set(found) == {each for each in expected if SINCE <= each.start < BEFORE}
    assert len(zones) > 150


def test_a_zone_with_a_yearly_rule_is_two_rules():
    text = vtimezone("Europe/Berlin", START, END, endless=True)

    assert text.replace("\r\n", "\n") == BERLIN
    assert text.count("\r\n") == BERLIN.count("\n")


def test_a_zone_whose_clocks_stand_still_is_one_observance_that_began_in_1970_or_later():
    found = {
        name: parts(vtimezone(name, START, END, endless=True))
        for name in zone_names()
        if name not in UTC_NAMES and not read(name).yearly
    }
    still = {name: each for name, each in found.items() if len(each) == 1}

    assert len(still) > 200
    assert {each[0].name for each in still.values()} == {"STANDARD"}
    assert min(each[0]["DTSTART"].dt for each in still.values()) == datetime.fromisoformat(
        "1970-01-01"
    )


def test_a_change_that_can_fall_into_the_next_month_has_a_rule_for_each():
    text = vtimezone("Africa/Cairo", START, END, endless=True)

    assert [line for line in text.splitlines() if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=FR;BYMONTHDAY=1",
    ]
    assert wrong("Africa/Cairo", text, near_changes("Africa/Cairo", START, END)) == []


def test_every_vtimezone_is_small_and_has_neither_comment_nor_rdate():
    texts = {
        name: vtimezone(name, START, datetime(2036, 12, 31, tzinfo=UTC), endless=True)
        for name in zone_names() - UTC_NAMES
    }

    large = {name for name, text in texts.items() if len(text) > 1300}
    assert large == {"Asia/Gaza", "Asia/Hebron"}  # Ramadan moves: each change is written out
    assert not any("RDATE" in text or "COMMENT" in text for text in texts.values())


def test_utc_by_any_of_its_names_needs_no_vtimezone():
    assert {vtimezone(name, START, END) for name in UTC_NAMES} == {""}
    assert {name for name in zone_names() if read(name).first_name == "UTC"} == UTC_NAMES


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../../etc/passwd", "CEST", ""])
def test_a_name_that_is_no_zone_is_refused(name):
    with pytest.raises(UnknownZone):
        vtimezone(name, START, END)
