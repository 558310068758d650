"""A time zone that a file describes itself is compared with the zones we know."""

from datetime import UTC, datetime

import pytest

from community.calendars.timezones import vtimezone

from .files import an_event, plan_of, sentences

OURS = "DTSTART;TZID=Ours:20260106T170000"


def described(*observances: tuple[str, str, str, str], name: str = "Ours") -> str:
    """A VTIMEZONE of (onset, offset before, offset after, rule), each a part of it."""
    parts = [
        f"BEGIN:STANDARD\r\nDTSTART:{onset}\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\n"
        + (f"RRULE:{rule}\r\n" if rule else "")
        + "END:STANDARD"
        for onset, before, after, rule in observances
    ]
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *parts, "END:VTIMEZONE"])


def yearly(month: int, days: str) -> str:
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={days}"


LORD_HOWE = described(
    ("20080406T020000", "+1100", "+1030", yearly(4, "1SU")),
    ("20081005T020000", "+1030", "+1100", yearly(10, "1SU")),
)
CENTRAL_EUROPE = (
    ("16010325T020000", "+0100", "+0200", yearly(3, "-1SU")),
    ("16011028T030000", "+0200", "+0100", yearly(10, "-1SU")),
)


def zones_of(plan) -> list[str]:
    return [call.zone for call in plan.proposed_calls]


def test_an_unknown_zone_is_the_one_place_that_keeps_its_hours():
    plan = plan_of(LORD_HOWE, an_event(start=OURS))

    assert zones_of(plan) == ["Australia/Lord_Howe"]
    assert sentences(plan) == (
        "note: Line 4: The time zone “Ours” is not one we know; Australia/Lord Howe keeps the hours"
        " it describes, and was taken."
    )


@pytest.mark.parametrize(
    ("parts", "zone"),
    [
        (["X-WR-TIMEZONE:Europe/Rome"], "Europe/London"),
        ([], "Europe/Rome"),
    ],
)
def test_of_several_places_that_keep_its_hours_the_calendars_or_the_chosen_one_counts(parts, zone):
    plan = plan_of(*parts, described(*CENTRAL_EUROPE), an_event(start=OURS), zone=zone)

    assert zones_of(plan) == ["Europe/Rome"]


def test_where_nothing_tells_several_places_apart_the_event_is_left_out_and_they_are_named():
    plan = plan_of(described(*CENTRAL_EUROPE), an_event(start=OURS))

    assert plan.proposed_calls == ()
    said = sentences(plan)
    assert "its time zone “Ours” is not one we know, and several keep the hours it descr" in said
    assert "choose one of them as the zone for times that name none." in said


@pytest.mark.parametrize(
    "part",
    [
        described(("20200101T000000", "+0117", "+0117", "")),
        described(("00010101T000000", "+0100", "+0100", "")),
        described(("never", "+0100", "+0100", "")),
        described(("20200101T000000", "1 hour", "+0100", "")),
        described(("20200101T000000", "+0100", "+0200", "FREQ=HOURLY")),
        described(("20200101T000000", "+0100", "+0200", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
        described(),
    ],
)
def test_an_unknown_zone_that_no_place_keeps_or_nobody_can_read_leaves_its_event_out(part):
    plan = plan_of(part, an_event(start=OURS), an_event(uid="2", start=OURS))

    assert plan.proposed_calls == ()
    assert sentences(plan).count("its time zone “Ours” is not one we know.") == 2


def test_a_zone_described_otherwise_than_it_is_keeps_its_own_rules_and_that_is_said_once():
    wrong = described(("19700101T000000", "+0100", "+0100", ""), name="Europe/Berlin")

    plan = plan_of(wrong, an_event(), an_event(uid="2"))

    assert zones_of(plan) == ["Europe/Berlin"] * 2
    assert sentences(plan) == (
        "note: Line 4: The time zone “Europe/Berlin” is described here otherwise than clocks in"
        " Europe/Berlin go (on 9 April 2026, for one); the zone’s own rules were taken."
    )


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Europe/Moscow", "America/Sao_Paulo"])
@pytest.mark.parametrize("is_endless", [True, False])
def test_a_zone_described_as_it_is_needs_no_remark(zone, is_endless):
    years = datetime(2019, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    part = vtimezone(zone, *years, endless=is_endless).strip()

    plan = plan_of(part, an_event(start=f"DTSTART;TZID={zone}:20260106T170000"))

    assert (zones_of(plan), plan.remarks) == ([zone], ())
