"""Whatever bytes come: a plan or a refusal, and of a real calendar nothing is lost in silence."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.calendars.plan import CalendarRefused, ImportPlan
from community.calendars.reading import parse, read_calendar
from community.calendars.reading.wire import dump, load

from .files import FIXTURES, TODAY, a_file, an_event

REAL = Path(__file__).parents[3] / "shared" / "data" / "calendars"
VALID = (FIXTURES / "working-group.ics").read_bytes()
NAMES = st.sampled_from([
    "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "EXRULE", "RECURRENCE-ID", "UID",
    "SUMMARY", "DESCRIPTION", "LOCATION", "CONFERENCE", "CATEGORIES", "SEQUENCE", "STATUS",
    "CLASS", "BEGIN", "END", "X-WR-TIMEZONE",
])  # fmt: skip
PARAMETERS = st.sampled_from(
    [
        "",
        ";VALUE=DATE",
        ";TZID=Europe/Berlin",
        ";TZID=/x/Europe/Oslo",
        ";TZID=",
        ";RANGE=THISANDFUTURE",
        ';A="',
    ]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"20(26|27)(0[1-9]|1[0-2])[0-3][0-9](T[0-2][0-9]0000Z?)?", fullmatch=True),
    st.from_regex(r"[+-]?P[0-9]{1,9}[WD](T[0-9]{1,9}[HMS])?", fullmatch=True),
    st.from_regex(
        r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY|SECONDLY)(;(COUNT|INTERVAL|BYMONTHDAY|BYHOUR|BYSETPOS|BYDAY"
        r"|UNTIL|WKST|BYMONTH)=(-?[0-9]{1,3}|[1-5]?(MO|SU)|2026[01][1-9]1[0-9](T120000Z?)?)){0,4}",
        fullmatch=True,
    ),
)
LINES = st.builds(
    lambda name, parameters, value: f"{name}{parameters}:{value}", NAMES, PARAMETERS, VALUES
)


def read(data: bytes) -> ImportPlan | None:
    """A plan that survives the way between two processes, or None for a refusal."""
    try:
        plan = parse(data, default_zone="Europe/Berlin", today=TODAY)
    except CalendarRefused:
        return None
    assert load(dump(plan)) == plan
    return plan


@given(st.binary(max_size=300), st.booleans())
@settings(deadline=None)
def test_any_bytes_give_a_plan_or_a_refusal(data, is_begun):
    read((b"BEGIN:VCALENDAR\r\n" if is_begun else b"") + data)


@given(st.integers(0, len(VALID)), st.integers(0, 40), st.binary(max_size=20))
@settings(deadline=None)
def test_a_damaged_calendar_gives_a_plan_or_a_refusal(position, length, instead):
    read(VALID[:position] + instead + VALID[position + length :])


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=4))
@settings(deadline=None, max_examples=300)
def test_any_mixture_of_properties_gives_a_plan_or_a_refusal(first, second):
    changed = an_event("RECURRENCE-ID;TZID=Europe/Berlin:20260113T170000", *second)

    read(a_file(an_event("RRULE:FREQ=WEEKLY", *first), an_event(*first, uid="2"), changed))


@pytest.mark.skipif(not REAL.is_dir(), reason="real calendars are not part of the project")
def test_every_event_of_the_real_calendars_is_in_the_plan_or_in_a_remark():
    for path in sorted(REAL.glob("*.ics")):
        data = path.read_bytes()

        plan = read_calendar(data, default_zone="Europe/Berlin", today=date(2026, 11, 22))

        uids = set(re.findall(r"^UID:(.*?)\r?$", data.decode(), re.MULTILINE))
        brought = {series.details.source_uid for series in plan.proposed_series}
        brought |= {call.details.source_uid for call in plan.proposed_calls}
        assert brought | {remark.uid for remark in plan.remarks} >= uids
        assert len(brought) == len(uids)
