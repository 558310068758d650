"""Single dates beside a rule: taken out, put in, moved, renamed, called off."""

from datetime import date, datetime, time

import pytest

from community.calendars.plan import ProposedMove

from .files import an_event, plan_of, sentences

WEEKLY = "RRULE:FREQ=WEEKLY"
BERLIN = "RECURRENCE-ID;TZID=Europe/Berlin:"
NEW_START = "DTSTART;TZID=Europe/Berlin:20260114T180000"


@pytest.mark.parametrize(
    ("exception", "said"),
    [
        ("EXDATE;TZID=Europe/Berlin:20260113T170000", ""),
        ("EXDATE:20260113T160000Z", ""),
        ("EXDATE;TZID=America/New_York:20260113T110000", ""),
        ("EXDATE:20260113T170000", ""),
        (
            "EXDATE;TZID=Europe/Berlin:20260113T160000",
            "Read as UTC it does, and that date was skipped.",
        ),
        (
            "EXDATE;TZID=Europe/Berlin:20260113T090000",
            "One call falls on that date, and it was skipped.",
        ),
        ("EXDATE;VALUE=DATE:20260113", "names a whole day, and the calls on it were skipped."),
    ],
)
def test_an_exception_skips_its_date_and_says_how_it_was_read(exception, said):
    plan = plan_of(an_event(WEEKLY, exception))

    assert plan.proposed_series[0].skipped == (date(2026, 1, 13),)
    assert (said in sentences(plan)) if said else (plan.remarks == ())


@pytest.mark.parametrize(
    ("exception", "said"),
    [
        (
            "EXDATE;TZID=Europe/Berlin:20260114T170000",
            "14 January 2026 17:00 matches no date of it",
        ),
        ("EXDATE;TZID=Nowhere:20260113T170000", "its time zone “Nowhere” is not one we know"),
        ("EXDATE:soon", "“soon” is not a date and time"),
        ("EXRULE:FREQ=HOURLY", "dates taken out by a rule (EXRULE) stay in"),
    ],
)
def test_an_exception_that_means_nothing_skips_nothing_and_is_said(exception, said):
    plan = plan_of(an_event(WEEKLY, exception))

    assert plan.proposed_series[0].skipped == ()
    assert said in sentences(plan)


def test_extra_dates_and_periods_come_beside_the_rule():
    plan = plan_of(
        an_event(
            WEEKLY,
            "RDATE;TZID=Europe/Berlin:20260115T090000,20260113T170000",
            "RDATE;VALUE=PERIOD:20260116T100000Z/PT2H,20260117T100000Z/20260117T103000Z",
            "RDATE;VALUE=DATE:20260118",
        )
    )

    extras = [(extra.start, extra.zone, extra.minutes) for extra in plan.proposed_series[0].extras]
    assert extras == [
        (datetime(2026, 1, 15, 9), "Europe/Berlin", 60),
        (datetime(2026, 1, 16, 10), "UTC", 120),
        (datetime(2026, 1, 17, 10), "UTC", 30),
    ]
    assert "an extra date is left out: 20260118 is a date without a time" in sentences(plan)


def test_an_event_with_dates_and_no_rule_becomes_calls():
    plan = plan_of(an_event("RDATE;TZID=Europe/Berlin:20260115T090000"))

    assert [(call.start, call.details.uid) for call in plan.proposed_calls] == [
        (datetime(2026, 1, 6, 17), "one@example.org"),
        (datetime(2026, 1, 15, 9), None),
    ]
    assert "lists 2 dates without a rule" in sentences(plan)


def test_a_changed_date_is_known_by_its_original_start():
    plan = plan_of(
        an_event(WEEKLY, "DESCRIPTION:Usual"),
        an_event(
            f"{BERLIN}20260113T170000",
            "SUMMARY:Cake",
            "SEQUENCE:7",
            "DESCRIPTION:Usual",
            start=NEW_START,
        ),
    )

    (series,) = plan.proposed_series
    assert series.moved == (
        ProposedMove(
            original=datetime(2026, 1, 13, 17),
            start=datetime(2026, 1, 14, 18),
            zone="Europe/Berlin",
            minutes=60,
            title="Cake",
            description=None,
            join_link=None,
            is_cancelled=False,
        ),
    )
    assert (series.details.sequence, plan.remarks) == (7, ())


def test_a_changed_date_that_is_also_taken_out_stays_and_is_said():
    plan = plan_of(
        an_event(WEEKLY, "EXDATE:20260113T160000Z"),
        an_event(f"{BERLIN}20260113T170000", start=NEW_START),
    )

    assert (plan.proposed_series[0].skipped, len(plan.proposed_series[0].moved)) == ((), 1)
    assert "13 January 2026 is both taken out and changed; the change was kept" in sentences(plan)


def test_a_cancelled_date_is_a_cancelled_date_of_the_series():
    plan = plan_of(
        an_event(WEEKLY),
        an_event("RECURRENCE-ID;VALUE=DATE:20260113", "STATUS:CANCELLED",
                 start="DTSTART;TZID=Europe/Berlin:20260113T170000"),
    )  # fmt: skip

    (move,) = plan.proposed_series[0].moved
    assert (move.original, move.is_cancelled) == (datetime(2026, 1, 13, 17), True)
    assert "it was read as 13 January 2026, the day it names" in sentences(plan)


def test_a_change_of_a_date_the_series_does_not_have_is_an_extra_date():
    plan = plan_of(an_event(WEEKLY), an_event(f"{BERLIN}20260115T170000", start=NEW_START))

    assert [extra.start for extra in plan.proposed_series[0].extras] == [datetime(2026, 1, 14, 18)]
    assert "on which the series has no call; it was read as an extra date" in sentences(plan)


def test_a_changed_date_without_its_series_is_a_call_with_a_fresh_uid():
    plan = plan_of(an_event(f"{BERLIN}20260113T170000", start=NEW_START))

    (call,) = plan.proposed_calls
    assert (call.start, call.details.uid, call.details.sequence) == (
        datetime(2026, 1, 14, 18),
        None,
        0,
    )
    assert "a series that is not in this file" in sentences(plan)


def test_a_changed_date_of_a_series_left_out_is_left_out_too():
    plan = plan_of(
        an_event("RRULE:FREQ=HOURLY", start="DTSTART;VALUE=DATE:20260106"),
        an_event(f"{BERLIN}20260113T170000", start=NEW_START),
    )

    assert (plan.proposed_series, plan.proposed_calls) == ((), ())
    assert "it changes a date of a series that is left out" in sentences(plan)


def test_this_and_following_ends_the_series_and_begins_another():
    following = "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260120T170000"
    later, single = (
        f"DTSTART;TZID=Europe/Berlin:{at}" for at in ("20260120T190000", "20260203T170000")
    )
    plan = plan_of(
        an_event("RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE:20260127T160000Z"),
        an_event(following, "SUMMARY:Late tea", start=later),
        an_event(f"{BERLIN}20260203T170000", "SUMMARY:Cake", start=single),
    )

    before, after = plan.proposed_series
    assert (before.rule.until, before.skipped) == (date(2026, 1, 13), ())
    assert (after.rule.starts_on, after.rule.count) == (date(2026, 1, 20), 4)
    assert (after.slot.time, after.skipped) == (time(19), (date(2026, 1, 27),))
    assert (after.details.title, after.details.uid) == ("Late tea", None)
    assert "20 January 2026 and all following dates become another series" in sentences(plan)
    assert [move.title for move in after.moved] == ["Cake"]


def test_an_exception_that_could_mean_either_of_two_calls_skips_neither():
    plan = plan_of(
        an_event("RRULE:FREQ=WEEKLY;BYHOUR=17,19", "EXDATE;TZID=Europe/Berlin:20260113T080000")
    )

    assert [series.skipped for series in plan.proposed_series] == [(), ()]
    assert (
        "left out: Line 11: “Tea”: the exception 13 January 2026 08:00 matches no start as written"
        " and could mean any of several calls of a day (17:00 and 19:00 Europe/Berlin),"
        " so nothing was skipped."
    ) in sentences(plan)


def test_a_change_that_could_mean_either_of_two_calls_is_an_extra_date_and_says_why():
    plan = plan_of(
        an_event("RRULE:FREQ=WEEKLY;BYHOUR=17,19"),
        an_event(f"{BERLIN}20260113T080000", start=NEW_START),
    )

    assert [extra.start for extra in plan.proposed_series[0].extras] == [datetime(2026, 1, 14, 18)]
    assert "20260113T080000, on which several calls fall, none at that time;" in sentences(plan)


def test_extra_dates_of_several_series_go_to_the_first_and_that_is_said():
    plan = plan_of(
        an_event("RRULE:FREQ=WEEKLY;BYHOUR=17,19", "RDATE;TZID=Europe/Berlin:20260115T090000")
    )

    assert [len(series.extras) for series in plan.proposed_series] == [1, 0]
    assert "Its extra date belongs to the first of them." in sentences(plan)


def test_a_cancelled_date_the_series_does_not_have_is_left_out():
    plan = plan_of(
        an_event(WEEKLY), an_event(f"{BERLIN}20260115T170000", "STATUS:CANCELLED", start=NEW_START)
    )

    assert plan.proposed_series[0].extras == ()
    assert "it is cancelled, and was left out" in sentences(plan)
