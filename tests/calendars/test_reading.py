"""A foreign calendar becomes series and calls, and whatever does not is said with its line."""

from datetime import date, datetime, time

import pytest

from community.calendars.plan import CalendarRefused
from community.calendars.reading import parse, read_calendar
from community.calendars.reading.wire import dump, load
from community.calls.rules import Slot

from .files import FIXTURES, TODAY, a_file, an_event, plan_of, sentences


def test_a_weekly_event_becomes_a_series_with_its_uid_and_the_wall_clock_of_its_zone():
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY;UNTIL=20260203T155959Z", "SEQUENCE:4"))

    (series,) = plan.proposed_series
    assert series.slot == Slot("Europe/Berlin", time(17), 60)
    assert (series.rule.starts_on, series.rule.until) == (date(2026, 1, 6), date(2026, 2, 2))
    assert (series.details.uid, series.details.sequence) == ("one@example.org", 4)
    assert (series.ended, plan.remarks) == (True, ())


def test_every_trait_of_a_working_groups_calendar_is_read_or_said():
    plan = parse((FIXTURES / "working-group.ics").read_bytes(), default_zone="UTC", today=TODAY)

    assert sentences(plan) == (FIXTURES / "working-group.txt").read_text().strip()
    uids = [series.details.uid for series in plan.proposed_series]
    assert uids == ["tea-1", "office-2", None, "late-3"]
    assert [len(series.skipped) for series in plan.proposed_series] == [2, 1, 1, 0]
    assert plan.calendar_name == "Tea and code"


def test_the_plan_is_the_same_from_the_process_that_reads_and_from_this_one():
    data = (FIXTURES / "working-group.ics").read_bytes()

    plan = read_calendar(data, default_zone="UTC", today=TODAY)

    assert plan == parse(data, default_zone="UTC", today=TODAY)
    assert load(dump(plan)) == plan


def test_two_rules_on_one_event_become_two_series_at_their_own_hours():
    rules = ("RRULE:FREQ=WEEKLY;BYDAY=TU;BYHOUR=10", "RRULE:FREQ=WEEKLY;BYDAY=TH;BYHOUR=16")

    plan = plan_of(an_event(*rules, start="DTSTART;TZID=Europe/Berlin:20260106T100000"))

    assert [series.slot.time for series in plan.proposed_series] == [time(10), time(16)]
    assert [series.details.uid for series in plan.proposed_series] == ["one@example.org", None]
    assert "has 2 rules and becomes as many series" in sentences(plan)


def test_several_hours_in_one_rule_become_as_many_series():
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY;BYHOUR=9,17"))

    assert [series.slot.time for series in plan.proposed_series] == [time(9), time(17)]
    assert [series.skipped for series in plan.proposed_series] == [(date(2026, 1, 6),), ()]


def test_a_monthly_rule_without_a_day_takes_the_day_of_its_start():
    (series,) = plan_of(an_event("RRULE:FREQ=MONTHLY")).proposed_series

    assert series.rule.month_day == 6


def test_a_start_that_is_no_date_of_the_rule_is_an_extra_date_and_said():
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY;BYDAY=TH"))

    assert [extra.start for extra in plan.proposed_series[0].extras] == [datetime(2026, 1, 6, 17)]
    assert "its start is no date of its rule" in sentences(plan)


def test_a_rule_that_ends_before_it_begins_leaves_one_call():
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY;UNTIL=20251231"))

    assert (len(plan.proposed_series), len(plan.proposed_calls)) == (0, 1)
    assert "its rule ends before it begins" in sentences(plan)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "Calls do not repeat that often (FREQ=SECONDLY)."),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "The rule gives no date at all."),
        ("FREQ=DAILY;INTERVAL=0", "The interval (INTERVAL) must lie between 1 and 12, and is 0."),
        ("FREQ=DAILY;BYWEEKNO=20", "The rule uses BYWEEKNO, which is not understood here."),
        ("FREQ=WEEKLY;COUNT=4;BYHOUR=9,17", "several times of day"),
        ("FREQ=WEEKLY;BYDAY=1MO", "A numbered weekday (BYDAY), such as the second Tuesday,"),
    ],
)
def test_a_rule_outside_the_grammar_is_left_out_by_name(rule, reason):
    plan = plan_of(an_event(f"RRULE:{rule}"))

    assert (plan.proposed_series, plan.proposed_calls) == ((), ())
    assert reason in sentences(plan)
    assert f"left out: Line 10: “Tea” repeats by “{rule}”" in sentences(plan)


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260106T170000", "Europe/Berlin"),
        ("DTSTART;TZID=W. Europe Standard Time:20260106T170000", "Europe/Berlin"),
        ("DTSTART;TZID=europe/berlin:20260106T170000", "Europe/Berlin"),
        ("DTSTART;TZID=Our office:20260106T170000", "Asia/Kathmandu"),
        ("dtstart:20260106t170000z", "UTC"),
        ("DTSTART:20260106T170000", "America/Chicago"),
    ],
)
def test_a_zone_is_found_by_whatever_name_the_file_gives_it(start, zone):
    office = "BEGIN:VTIMEZONE\r\nTZID:Our office\r\nX-LIC-LOCATION:Asia/Kathmandu\r\nEND:VTIMEZONE"

    plan = plan_of("X-WR-TIMEZONE:America/Chicago", office, an_event(start=start))

    assert [(call.zone, call.start) for call in plan.proposed_calls] == [
        (zone, datetime(2026, 1, 6, 17))
    ]


def test_a_time_without_any_zone_is_read_in_the_chosen_one_and_said():
    plan = plan_of(an_event(start="DTSTART:20260106T170000"), zone="Asia/Kathmandu")

    assert plan.proposed_calls[0].zone == "Asia/Kathmandu"
    assert "was read in Asia/Kathmandu, the one you chose" in sentences(plan)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (
            "DTSTART;VALUE=DATE:20260106",
            "20260106 is a date without a time, and a call needs its hour",
        ),
        (
            "DTSTART;TZID=../../etc/passwd:20260106T170000",
            "its time zone “../../etc/passwd” is not one",
        ),
        ("DTSTART:20260230T170000Z", "20260230T170000Z is a time that does not exist"),
        ("DTSTART:00010101T170000Z", "00010101T170000Z is not between the years 1970 and 2199"),
        ("DTSTART:next Tuesday", "“next Tuesday” is not a date and time"),
        ("X-NOTHING:1", "it has no start (DTSTART)"),
    ],
)
def test_an_event_without_a_usable_start_is_left_out_with_the_reason(start, reason):
    plan = plan_of(an_event(start=start))

    assert plan.proposed_calls == ()
    assert f"“Tea” is left out: {reason}" in sentences(plan)


@pytest.mark.parametrize(
    ("length", "minutes", "said"),
    [
        ("DTEND;TZID=Europe/Berlin:20260106T183000", 90, ""),
        ("DTEND;TZID=America/New_York:20260106T120000", 60, ""),
        ("DTEND:20260106T183000", 90, ""),
        ("DURATION:PT45M", 45, ""),
        ("DTEND;TZID=Europe/Berlin:20260107T020000", 540, ""),
        ("DURATION:P1D", 1440, ""),
        ("DURATION:PT2M", 5, "5, the shortest a call can be, were taken"),
        ("DURATION:PT0S", 60, "it ends when it begins; 60 minutes were taken"),
        ("DURATION:-PT1H", 60, "it ends before it begins; 60 minutes were taken"),
        ("DTEND;VALUE=DATE:20260107", 60, "its end cannot be read"),
        ("DURATION:forever", 60, "“forever” is not a length of time"),
    ],
)
def test_the_length_is_in_whole_minutes_and_every_assumption_is_said(length, minutes, said):
    plan = plan_of(an_event(length))

    assert plan.proposed_calls[0].minutes == minutes
    assert (said in sentences(plan)) if said else (plan.remarks == ())


def test_what_lasts_longer_than_a_day_is_left_out():
    plan = plan_of(an_event("DURATION:P1DT1S"))

    assert plan.proposed_calls == ()
    assert "it lasts longer than a day" in sentences(plan)


def test_of_two_versions_of_an_event_the_later_one_counts():
    plan = plan_of(an_event("SEQUENCE:2", "SUMMARY:New"), an_event("SEQUENCE:1", "SUMMARY:Old"))

    assert [call.details.title for call in plan.proposed_calls] == ["New"]
    assert "“Old” is left out: line 4 holds a later version" in sentences(plan)


def test_what_is_never_imported_is_said_once_with_its_number():
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nREPEAT:99999999\r\nEND:VALARM"
    people = ("ATTENDEE:mailto:ada@example.org", "ATTENDEE:mailto:grace@example.org")

    plan = plan_of(an_event(*people, alarm), "BEGIN:VTODO\r\nEND:VTODO", "BEGIN:VTODO\r\nEND:VTODO")

    said = sentences(plan)
    assert "people answer for themselves (2 in this calendar, the first here)." in said
    assert "Reminders are not imported" in said
    assert "Tasks (VTODO) are not calls and are left out (2 in" in said
    assert "example.org" not in said


def test_a_cancelled_or_private_event_is_proposed_as_such():
    plan = plan_of("METHOD:CANCEL", an_event("CLASS:PRIVATE", "RRULE:FREQ=WEEKLY"))

    details = plan.proposed_series[0].details
    assert (details.status, details.is_private) == ("cancelled", True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("VERSION:1.0", "This is a vCalendar 1.0 file, an older format"),
        ("METHOD:REPLY", "This file is an answer to an invitation (METHOD:REPLY), not a calendar."),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(line, sentence):
    data = a_file().replace(b"VERSION:2.0", line.encode())

    with pytest.raises(
        CalendarRefused, match="^" + sentence.replace("(", r"\(").replace(")", r"\)")
    ):
        parse(data, default_zone="UTC", today=TODAY)


def test_an_empty_calendar_says_that_it_is_one():
    assert sentences(plan_of()) == "left out: The file holds nothing that can be imported."
