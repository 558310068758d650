"""Small calendar files, put together in a test from the lines that matter to it."""

from datetime import date
from pathlib import Path

from community.calendars.plan import ImportPlan
from community.calendars.reading import parse

TODAY = date(2026, 11, 22)
FIXTURES = Path(__file__).parent / "fixtures"


def an_event(*lines: str, uid: str = "one@example.org", start: str | None = None) -> str:
    """A weekly hour in Berlin from Tuesday 6 January 2026, unless the lines say otherwise."""
    begins = start or "DTSTART;TZID=Europe/Berlin:20260106T170000"
    names = {line.partition(":")[0].partition(";")[0].upper() for line in lines}
    ends = [] if names & {"DTEND", "DURATION"} else ["DURATION:PT1H"]
    title = [] if "SUMMARY" in names else ["SUMMARY:Tea"]
    named = [f"UID:{uid}"] if uid else []
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            *named,
            "DTSTAMP:20260101T000000Z",
            begins,
            *ends,
            *title,
            *lines,
            "END:VEVENT",
        ]
    )


def a_file(*parts: str) -> bytes:
    """A calendar with those parts."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN"]
    return "\r\n".join([*head, *parts, "END:VCALENDAR", ""]).encode()


def plan_of(*parts: str, zone: str = "Europe/London") -> ImportPlan:
    """What a calendar with those parts would bring in."""
    return parse(a_file(*parts), default_zone=zone, today=TODAY)


def sentences(plan: ImportPlan) -> str:
    """All remarks of the plan, one a line, each behind its severity."""
    return "\n".join(f"{remark.severity}: {remark.sentence}" for remark in plan.remarks)
