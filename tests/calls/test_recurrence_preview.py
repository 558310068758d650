"""What is shown of a rule before it is saved, and to readers whose clocks change elsewhen."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from community.calls.recurrence import Shift, Slot, dates, parse_rule, preview, shifts_for

BERLIN = Slot("Europe/Berlin", time(17), 60)


def marks_of(shown):
    """Each date's marks, its own and those of its starts, as (kind, sentence)."""
    return {
        seen.day: [
            (mark.kind, mark.sentence)
            for marks in (seen.marks, *(start.marks for start in seen.starts))
            for mark in marks
        ]
        for seen in shown
        if seen.marks or any(start.marks for start in seen.starts)
    }


def test_the_next_eight_dates_are_shown_with_each_slot_and_its_instant():
    rule = parse_rule("FREQ=WEEKLY;INTERVAL=2", date(2026, 1, 6))
    slots = [BERLIN, Slot("Asia/Kathmandu", time(9), 60)]

    shown = preview(rule, slots, after=date(2026, 1, 7))

    assert len(shown) == 8
    assert shown[0].day == date(2026, 1, 20)
    assert [(start.slot, start.local, start.instant) for start in shown[0].starts] == [
        (slots[0], datetime(2026, 1, 20, 17), datetime(2026, 1, 20, 16, tzinfo=UTC)),
        (slots[1], datetime(2026, 1, 20, 9), datetime(2026, 1, 20, 3, 15, tzinfo=UTC)),
    ]


def test_a_first_date_is_shown_and_a_rule_without_dates_shows_none():
    rule = parse_rule("FREQ=WEEKLY;COUNT=2", date(2026, 1, 6))

    assert [seen.day.day for seen in preview(rule, [BERLIN], after=rule.starts_on)] == [6, 13]
    assert preview(rule, [BERLIN], after=date(2026, 1, 14)) == []


def test_a_change_of_clocks_is_marked_on_the_first_date_after_it():
    rule = parse_rule("FREQ=WEEKLY", date(2027, 3, 16))

    shown = preview(rule, [BERLIN], after=rule.starts_on)

    changed = "clocks change: 15:00 UTC from now on, 16:00 before"
    assert marks_of(shown) == {date(2027, 3, 30): [("clock_change", changed)]}


def test_a_change_just_before_the_first_date_shown_is_marked_too():
    rule = parse_rule("FREQ=WEEKLY", date(2027, 3, 16))

    shown = preview(rule, [BERLIN], after=date(2027, 3, 30), n=1)

    assert [kind for kind, _ in marks_of(shown)[date(2027, 3, 30)]] == ["clock_change"]


@pytest.mark.parametrize(
    ("zone", "at", "day", "sentence"),
    [
        (
            "Europe/Berlin",
            time(2, 30),
            date(2027, 3, 28),
            "02:30 does not exist in Europe/Berlin that day: it is held at 03:30",
        ),
        (
            "Australia/Lord_Howe",
            time(2, 15),
            date(2027, 10, 3),
            "02:15 does not exist in Australia/Lord Howe that day: it is held at 02:45",
        ),
        (
            "Pacific/Apia",
            time(10),
            date(2011, 12, 30),
            (
                "10:00 does not exist in Pacific/Apia that day:"
                " it is held on 31 December 2011 at 10:00"
            ),
        ),
    ],
)
def test_a_time_that_does_not_exist_is_marked_with_when_it_is_held(zone, at, day, sentence):
    rule = parse_rule("FREQ=WEEKLY", day - timedelta(weeks=1))

    shown = preview(rule, [Slot(zone, at, 60)], after=day, n=1, watch_zones=(zone,))

    assert marks_of(shown) == {day: [("skipped_time", sentence)]}


def test_a_time_that_comes_twice_is_marked():
    rule = parse_rule("FREQ=DAILY", date(2027, 10, 31))

    shown = preview(rule, [Slot("Europe/Berlin", time(2, 30), 60)], after=rule.starts_on, n=2)

    assert marks_of(shown) == {
        date(2027, 10, 31): [
            (
                "repeated_time",
                "02:30 comes twice in Europe/Berlin that day: it is held at the first",
            )
        ],
        date(2027, 11, 1): [("clock_change", "clocks change: 01:30 UTC from now on, 00:30 before")],
    }


def test_the_hour_in_a_watched_zone_is_marked_when_it_moves():
    rule = parse_rule("FREQ=WEEKLY", date(2027, 3, 9))

    shown = preview(
        rule, [BERLIN], after=rule.starts_on, n=3, watch_zones=("America/New_York", "Europe/Berlin")
    )

    moved = "in America/New York: 12:00 from now on, 11:00 before"
    assert marks_of(shown) == {date(2027, 3, 16): [("watched_change", moved)]}


@pytest.mark.parametrize(
    ("text", "starts_on", "sentences"),
    [
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            date(2027, 4, 10),
            {
                date(2027, 5, 31): "no 31st in April",
                date(2027, 7, 31): "no 31st in June",
                date(2027, 10, 31): "no 31st in September",
            },
        ),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
            date(2026, 8, 31),
            {date(2027, 8, 31): "no 31st in February, April and June"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=5FR",
            date(2026, 10, 30),
            {
                date(2027, 1, 29): "no fifth Friday in November 2026 and December 2026",
                date(2027, 4, 30): "no fifth Friday in February and March",
                date(2027, 7, 30): "no fifth Friday in May and June",
            },
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            date(2028, 2, 29),
            {
                date(2032, 2, 29): "no 29 February in 2029, 2030 and 2031",
                date(2036, 2, 29): "no 29 February in 2033, 2034 and 2035",
                date(2040, 2, 29): "no 29 February in 2037, 2038 and 2039",
            },
        ),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;UNTIL=20271231",
            date(2026, 11, 13),
            {
                date(2027, 8, 13): "no Friday the 13th in December 2026, January 2027,"
                " February 2027, March 2027, April 2027 and 3 more"
            },
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2027, 1, 31), {}),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2027, 1, 29), {}),
    ],
)
def test_months_without_a_date_are_marked_on_the_date_after_them(text, starts_on, sentences):
    rule = parse_rule(text, starts_on)

    shown = preview(rule, [Slot("UTC", time(9), 60)], after=starts_on, n=4)

    assert {day: sentence for day, [(_, sentence)] in marks_of(shown).items()} == sentences


def mondays(slot_zone):
    rule = parse_rule("FREQ=WEEKLY;COUNT=52", date(2026, 1, 5))
    return Slot(slot_zone, time(12), 60), dates(rule, rule.starts_on, date.max)


def test_a_reader_whose_clock_changes_on_other_days_is_told_when_the_call_shifts():
    slot, days = mondays("America/New_York")

    shifts = shifts_for("Europe/Berlin", slot, days)

    assert shifts == [
        Shift(date(2026, 3, 9), date(2026, 3, 23), -60),
        Shift(date(2026, 10, 26), date(2026, 10, 26), -60),
    ]
    assert [shift.sentence for shift in shifts] == [
        "for you, this call is an hour earlier from 9 to 23 March",
        "for you, this call is an hour earlier on 26 October",
    ]


def test_a_shift_is_later_seen_from_the_other_side():
    slot, days = mondays("Europe/Berlin")

    assert [shift.minutes for shift in shifts_for("America/New_York", slot, days)] == [60, 60]


def test_a_shift_of_half_an_hour_and_one_that_goes_on_are_said_so():
    slot, days = mondays("UTC")

    shifts = shifts_for("Australia/Lord_Howe", slot, days)

    assert [shift.sentence for shift in shifts] == [
        "for you, this call is 30 minutes earlier from 6 April to 28 September"
    ]
    assert [shift.sentence for shift in shifts_for("Australia/Lord_Howe", slot, days[:20])] == [
        "for you, this call is 30 minutes earlier from 6 April on"
    ]


def test_a_shift_ends_with_the_last_call_it_moves():
    slot = Slot("America/New_York", time(12), 60)

    [shift] = shifts_for("Europe/Berlin", slot, [date(2026, 3, day) for day in (2, 16, 30)])

    assert shift.sentence == "for you, this call is an hour earlier on 16 March"


def test_a_shift_is_dated_as_the_reader_sees_it():
    slot = Slot("America/New_York", time(22), 60)
    days = [date(2026, 3, 2) + timedelta(weeks=week) for week in range(6)]

    [shift] = shifts_for("Europe/Berlin", slot, days)

    assert (shift.first, shift.last) == (date(2026, 3, 10), date(2026, 3, 24))


def test_readers_in_the_same_zone_or_with_the_same_clocks_see_no_shift():
    slot, days = mondays("Europe/Berlin")

    assert shifts_for("Europe/Berlin", slot, days) == []
    assert shifts_for("Europe/Paris", slot, days) == []
    assert shifts_for("America/New_York", slot, []) == []
