"""A calendar file is written as RFC 5545 and RFC 7986 want it, and the same in every process."""

import subprocess
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from community.calendars import components
from community.calendars.components import (
    Calendar,
    assemble,
    calendar,
    fingerprint,
    merge,
    spans,
    vevent,
)
from tests.calendars.scenes import FIRST, STAMP, calendar_of, event, troubled

ROOT = Path(__file__).parents[2]
wall = datetime.fromisoformat


def lines(text: str | bytes) -> list[str]:
    """The content lines, unfolded."""
    whole = text if isinstance(text, str) else text.decode()
    return whole.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_call_is_written_line_for_line():
    written = vevent(
        event(
            description="https://calls.example/calls/12\n\n1. Welcome (5 min)",
            sequence=3,
            created=STAMP - timedelta(days=30),
            categories=("open source", "care, rest"),
            location="https://meet.example/room",
            conference="https://meet.example/room;v=1",
            alarm_minutes=15,
        )
    )

    assert lines(written) == [
        "BEGIN:VEVENT",
        "SUMMARY:Practitioners’ call",
        "DTSTART;TZID=Europe/Berlin:20260901T170000",
        "DTEND;TZID=Europe/Berlin:20260901T180000",
        "DTSTAMP:20260820T123000Z",
        "UID:b7b1f7a0",
        "SEQUENCE:3",
        "CATEGORIES:open source,care\\, rest",
        "CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://meet.example/room;v=1",
        "CREATED:20260721T123000Z",
        "DESCRIPTION:https://calls.example/calls/12\\n\\n1. Welcome (5 min)",
        "LAST-MODIFIED:20260820T123000Z",
        "LOCATION:https://meet.example/room",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://calls.example/series/practitioners",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Practitioners’ call",
        "TRIGGER:-PT15M",
        "END:VALARM",
        "END:VEVENT",
    ]


def test_a_calendar_says_what_it_is_and_how_often_to_look():
    header = calendar_of(description="All calls", color="teal", refresh="PT2H")

    assert lines(calendar(header)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Community calls//Calendars//EN",
        "DESCRIPTION:All calls",
        "X-WR-CALDESC:All calls",
        "NAME:Calls",
        "X-WR-CALNAME:Calls",
        "COLOR:teal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT2H",
        "SOURCE;VALUE=URI:https://calls.example/calendar.ics",
        "UID:0e8f2f9a",
        "URL:https://calls.example/",
        "X-PUBLISHED-TTL:PT2H",
        "X-WR-TIMEZONE:Europe/Berlin",
        "END:VCALENDAR",
    ]


def test_an_override_names_its_date_in_the_zone_of_the_series():
    moved = event(
        zone="America/New_York",
        start=wall("2026-09-15 10:00"),
        recurrence_id=wall("2026-09-15 17:00"),
        recurrence_zone="Europe/Berlin",
    )

    written = lines(vevent(moved))

    assert "RECURRENCE-ID;TZID=Europe/Berlin:20260915T170000" in written
    assert "DTSTART;TZID=America/New_York:20260915T100000" in written
    assert sorted(spans(moved)) == ["America/New_York", "Europe/Berlin"]


def test_skipped_dates_stand_one_on_a_line_and_the_rule_ends_in_utc():
    skipped = (wall("2026-09-29 17:00"), wall("2026-09-15 17:00"), wall("2026-09-15 17:00"))
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270105T160000Z"

    written = lines(vevent(event(rrule=rule, exdates=skipped)))

    assert [each for each in written if each.startswith(("EXDATE", "RRULE"))] == [
        "RRULE:FREQ=WEEKLY;UNTIL=20270105T160000Z;INTERVAL=2;BYDAY=TU",
        "EXDATE;TZID=Europe/Berlin:20260915T170000",
        "EXDATE;TZID=Europe/Berlin:20260929T170000",
    ]


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu"])
def test_in_utc_every_time_has_a_z_and_there_is_no_zone_to_describe(zone):
    series = event(zone=zone, rrule="FREQ=DAILY", exdates=(wall("2026-09-02 17:00"),))
    moved = event(zone=zone, start=wall("2026-09-03 18:00"), recurrence_id=wall("2026-09-03 17:00"))

    written = lines(calendar(calendar_of(series, moved)))

    assert [each for each in written if "TZID" in each or "VTIMEZONE" in each] == []
    assert "EXDATE:20260902T170000Z" in written
    assert "RECURRENCE-ID:20260903T170000Z" in written
    assert "X-WR-TIMEZONE:UTC" in written


def test_a_cancelled_call_rings_no_alarm():
    assert "VALARM" not in vevent(event(status="CANCELLED", alarm_minutes=15))


def test_a_call_without_extras_has_no_empty_lines_for_them():
    names = {each.partition(":")[0].partition(";")[0] for each in lines(vevent(event()))}

    assert names == {
        "BEGIN", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CREATED",
        "LAST-MODIFIED", "STATUS", "TRANSP", "URL", "END",
    }  # fmt: skip


def test_zones_come_first_by_name_and_each_once():
    zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Europe/Berlin"]
    events = [event(uid=str(n), zone=zone) for n, zone in enumerate(zones)]

    written = lines(calendar(calendar_of(*events)))

    assert [each for each in written if each.startswith(("TZID", "BEGIN:VEVENT"))] == [
        "TZID:America/New_York",
        "TZID:Asia/Kathmandu",
        "TZID:Europe/Berlin",
        *["BEGIN:VEVENT"] * 4,
    ]


def test_a_master_comes_ahead_of_its_overrides_in_whatever_order_they_are_given():
    events, _ = troubled("Europe/Berlin")

    one, other = calendar(calendar_of(*events)), calendar(calendar_of(*reversed(events)))

    assert one == other
    wanted = [each for each in lines(one) if each.startswith(("UID:Eu", "RECURRENCE-ID"))]
    assert wanted[0] == "UID:Europe/Berlin-1"
    assert [each[:8] for each in wanted] == ["UID:Euro"] * 2 + ["RECURREN", "UID:Euro"] * 2 + [
        "RECURREN",
        "UID:Euro",
    ]


def test_finished_events_that_were_kept_make_the_same_file():
    events, _ = troubled("Australia/Sydney")
    whole = calendar_of(*sorted(events, key=lambda e: (e.uid, str(e.recurrence_id or ""))))
    kept = [(vevent(each), spans(each)) for each in whole.events]

    joined = assemble(whole, merge(found for _, found in kept), [text for text, _ in kept])

    assert joined == calendar(whole)


def test_the_bytes_are_the_same_in_another_process():
    program = (
        "import hashlib, sys; from community.calendars.components import calendar;"
        "from tests.calendars.scenes import calendar_of, troubled;"
        "found = [e for zone in sys.argv[1:] for e in troubled(zone)[0]];"
        "print(hashlib.sha256(calendar(calendar_of(*found))).hexdigest())"
    )
    zones = ["Europe/Berlin", "Africa/Cairo", "Asia/Gaza", "America/Santiago"]
    here = calendar(calendar_of(*(each for zone in zones for each in troubled(zone)[0])))

    seeds = [
        subprocess.run(
            [sys.executable, "-c", program, *zones],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]

    assert seeds == [sha256(here).hexdigest()] * 2


def test_five_hundred_calls_fit_well_into_a_megabyte():
    words = "https://calls.example/calls/1\n\n" + "A line of the agenda, five minutes, Ada\n" * 20
    events = [
        event(uid=f"{n:036}", start=FIRST + timedelta(days=n), description=words)
        for n in range(500)
    ]

    assert len(calendar(calendar_of(*events))) < 1_000_000


def test_a_header_may_be_any_calendar_without_its_events():
    whole = calendar_of(event())

    assert assemble(whole, {}, []) == calendar(Calendar(**_header_of(whole)))


@pytest.mark.parametrize(
    "values", [{"refresh": "1 hour"}, {"color": "#fff"}, {"zone": "Middle/Earth"}]
)
def test_a_header_readers_would_not_understand_is_refused(values):
    with pytest.raises(ValueError, match=r"refresh|colour|zone"):
        calendar_of(**values)


def test_the_fingerprint_changes_with_whatever_changes_the_bytes(monkeypatch):
    before = fingerprint()

    monkeypatch.setattr(components, "RENDERER", components.RENDERER + 1)

    assert fingerprint() != before
    assert before == fingerprint().replace("2-", "1-", 1)


def _header_of(whole: Calendar) -> dict[str, Any]:
    names = ("name", "uid", "prodid", "zone", "source", "url")
    return {name: getattr(whole, name) for name in names}
