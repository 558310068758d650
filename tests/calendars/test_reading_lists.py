"""A rule no series can have is offered as its next dates, without harm to the rest of the file."""

from datetime import date, datetime, timedelta

import pytest

from community.accounts.models import Role
from community.calendars.reading import read_calendar
from tests.factories import make_community, make_member

from .files import TODAY, a_file, an_event, plan_of, sentences
from .imports import an_import

WEEK_TWENTY = "RRULE:FREQ=YEARLY;BYWEEKNO=20"
NEVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
MOST_SATURDAYS = "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=8,9,10,11,12,13,14;UNTIL=20270131"


def starts(plan) -> list[datetime]:
    return [call.start for call in plan.proposed_calls]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY;BYWEEKNO=20", ["20270518", "20280516"]),
        ("FREQ=YEARLY;BYYEARDAY=100", ["20270410", "20280409"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;UNTIL=20270131",
            ["20261130", "20261201", "20261229", "20270104", "20270126"],
        ),
        (MOST_SATURDAYS, ["20261212", "20270109"]),
        (
            "FREQ=MONTHLY;BYDAY=1MO,TU;UNTIL=20261215T160000Z",
            ["20261124", "20261201", "20261207", "20261208", "20261215"],
        ),
        ("FREQ=WEEKLY;INTERVAL=26", ["20270105", "20270706", "20280104"]),
    ],
)
def test_a_rule_no_series_can_have_is_offered_as_its_next_dates(rule, days):
    is_first = f"RDATE;TZID=Europe/Berlin:{days[0]}T170000"  # given twice, offered once

    plan = plan_of(an_event(f"RRULE:{rule}", is_first))

    ahead = [start for start in starts(plan) if start.date() >= TODAY]
    assert [f"{start:%Y%m%d %H:%M}" for start in ahead] == [f"{day} 17:00" for day in days]
    assert {call.details.uid for call in plan.proposed_calls} == {None}
    assert plan.proposed_series == ()


def test_what_is_offered_instead_of_a_rule_is_said_in_one_sentence():
    plan = plan_of(an_event(WEEK_TWENTY, start="DTSTART;TZID=Europe/Berlin:20250513T170000"))

    assert starts(plan) == [datetime(2027, 5, 18, 17), datetime(2028, 5, 16, 17)]
    assert sentences(plan) == (
        "left out: Line 10: “Tea”: its rule “FREQ=YEARLY;BYWEEKNO=20” is not one a series can have;"
        " its next 2 dates, until 16 May 2028, are offered as single calls with fresh UIDs."
        " Earlier and later dates are left out."
    )


def test_a_rule_that_counts_its_dates_is_listed_to_its_end():
    plan = plan_of(
        an_event(
            "RRULE:FREQ=WEEKLY;COUNT=4;BYHOUR=9,17",
            start="DTSTART;TZID=Europe/Berlin:20261201T090000",
        )
    )

    days = [datetime(2026, 12, day, hour) for day in (1, 8) for hour in (9, 17)]
    assert starts(plan) == days
    assert "note: Line 10" in sentences(plan)


@pytest.mark.parametrize(
    ("exception", "left", "said"),
    [
        ("EXDATE;TZID=Europe/Berlin:20270518T170000", [2028], ""),
        ("EXDATE;VALUE=DATE:20270518", [2028], "names a whole day"),
        ("EXDATE;TZID=Europe/Berlin:20270518T150000", [2028], "Read as UTC it does"),
        ("EXDATE;TZID=Europe/Berlin:20270518T080000", [2028], "One call falls on that date"),
        ("EXDATE;TZID=Europe/Berlin:20250513T170000", [2027, 2028], ""),
        ("EXDATE;TZID=Europe/Berlin:20270519T170000", [2027, 2028], "matches no date of it"),
    ],
)
def test_an_exception_takes_a_listed_date_out(exception, left, said):
    start = "DTSTART;TZID=Europe/Berlin:20250513T170000"

    plan = plan_of(an_event(WEEK_TWENTY, exception, start=start))

    assert [start.year for start in starts(plan)] == left
    assert said in sentences(plan)
    assert len(plan.remarks) == (2 if said else 1)


def test_a_changed_date_of_a_list_is_changed_and_one_outside_of_it_is_left_out():
    old = "DTSTART;TZID=Europe/Berlin:20250513T170000"
    plan = plan_of(
        an_event(WEEK_TWENTY, start=old),
        an_event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20270518T170000",
            "SUMMARY:Cake",
            start="DTSTART;TZID=Europe/Berlin:20270519T180000",
        ),
        an_event("RECURRENCE-ID;TZID=Europe/Berlin:20250513T170000", "SUMMARY:Past", start=old),
    )

    calls = {call.details.title: call.start for call in plan.proposed_calls}
    assert calls == {"Tea": datetime(2028, 5, 16, 17), "Cake": datetime(2027, 5, 19, 18)}
    assert "“Past”: it changes 20250513T170000, a date outside those offered." in sentences(plan)


def test_beside_a_rule_that_is_kept_the_listed_dates_are_extra_dates_of_its_series():
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=YEARLY;BYYEARDAY=100"))

    (series,) = plan.proposed_series
    assert [extra.start for extra in series.extras] == [
        datetime(2027, 4, 10, 17),
        datetime(2028, 4, 9, 17),
    ]
    assert "are offered as extra dates of its series" in sentences(plan)


def test_a_rule_that_takes_for_ever_is_given_up_and_everything_else_is_read():
    slow = [an_event(NEVER, uid=f"slow-{number}") for number in range(12)]
    data = a_file(*slow, an_event("RRULE:FREQ=WEEKLY", uid="good"))

    plan = read_calendar(data, default_zone="UTC", today=TODAY)

    assert [series.details.uid for series in plan.proposed_series] == ["good"]
    assert plan.proposed_calls == ()
    assert sentences(plan).count("Working out its dates takes too long.") == 12


def test_the_number_of_listed_dates_is_bounded_for_a_rule_and_for_a_file():
    often = "RRULE:FREQ=DAILY;INTERVAL=1;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"

    plan = plan_of(*[an_event(often, uid=str(number)) for number in range(11)])

    ahead = [start for start in starts(plan) if start.date() >= TODAY]
    assert len(ahead) == 600
    assert max(ahead).date() == TODAY + timedelta(59)
    assert "This file has too many such rules to list the dates of all." in sentences(plan)


def test_changes_of_an_event_that_is_left_out_are_said():
    changed = an_event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260113T170000",
        "SUMMARY:Cake",
        start="DTSTART:20260113T170000Z",
    )

    plan = plan_of(an_event("RRULE:FREQ=HOURLY"), changed)

    assert "“Cake” is left out: it changes a date of a series that is left out" in sentences(plan)


def test_listed_dates_are_not_imported_a_second_time(db_session):
    make_community()
    ada = make_member("Ada", Role.FACILITATOR)
    plan = plan_of(an_event(WEEK_TWENTY, start="DTSTART;TZID=Europe/Berlin:20250513T170000"))

    first, second = an_import(plan, ada), an_import(plan, ada)

    assert (len(first.calls), len(second.calls)) == (2, 0)


@pytest.mark.parametrize(
    ("rule", "skipped", "said"),
    [
        (
            "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260301",
            [date(2026, 1, 6), date(2026, 2, 3)],
            "note: Line 11: “Tea”: a rule (EXRULE) takes out 2 dates of it until 23 May 2028.",
        ),
        (
            "FREQ=YEARLY;BYMONTH=12;BYDAY=5TU",
            [date(2026, 12, 29)],
            "takes out 1 date of it until 23 May 2028. What it takes out later stays in",
        ),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260301", [], "takes out no date of it"),
        ("FREQ=HOURLY", [], "dates taken out by a rule (EXRULE) stay in: look at its dates."),
    ],
)
def test_a_rule_takes_dates_out_as_far_ahead_as_dates_are_listed(rule, skipped, said):
    plan = plan_of(an_event("RRULE:FREQ=WEEKLY", f"EXRULE:{rule}"))

    assert list(plan.proposed_series[0].skipped) == skipped
    assert said in sentences(plan)


def test_a_rule_takes_listed_dates_out_too():
    plan = plan_of(
        an_event(
            WEEK_TWENTY,
            "EXRULE:FREQ=YEARLY;INTERVAL=2;BYWEEKNO=20",
            start="DTSTART;TZID=Europe/Berlin:20250513T170000",
        )
    )

    assert starts(plan) == [datetime(2028, 5, 16, 17)]
