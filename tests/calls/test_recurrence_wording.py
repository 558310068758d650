"""Rules in plain words."""

from datetime import date, time

import pytest
from hypothesis import given

from community.calls.recurrence import Slot, describe, parse_rule
from tests.calls.any_rule import any_rule

TUESDAY = date(2026, 1, 6)
BERLIN = Slot("Europe/Berlin", time(17), 60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3", "Every third day"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        (
            "FREQ=DAILY;INTERVAL=2;BYDAY=MO,FR",
            "Every second day (only where that is a Monday or Friday)",
        ),
        ("FREQ=WEEKLY", "Every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=FR,MO,WE", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "Every second Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Every second week on Monday and Wednesday"),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR",
            "Every third week from Monday to Friday",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "Every second week on Tuesday and Sunday (in weeks that begin on Sunday)",
        ),
        ("FREQ=MONTHLY;BYDAY=-1TH", "On the last Thursday of each month"),
        ("FREQ=MONTHLY;BYDAY=-2TH", "On the second last Thursday of each month"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "On the first and third Tuesday of each month"),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-1FR",
            "On the first Monday and the last Friday of every second month",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=6", "On day 6 of each month"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "On day 31 of each month (months without one are skipped)",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "On the last day of each month"),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "On day 13 of each month (only where that is a Friday)",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "On the last weekday of each month",
        ),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "On the first weekend day of each month"),
        (
            "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=2",
            "On the second Tuesday or Thursday of each month",
        ),
        ("FREQ=YEARLY", "Every year on 6 January"),
        (
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
            "Every second year on 29 February (years without one are skipped)",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2SU",
            "On the second Sunday of March and September each year",
        ),
        ("FREQ=YEARLY;BYDAY=20MO", "On the 20th Monday of each year"),
        ("FREQ=YEARLY;BYMONTHDAY=15", "On day 15 of each month"),
        (
            "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270303",
            "On the first Tuesday of each month, until 3 March 2027",
        ),
        ("FREQ=WEEKLY;COUNT=12", "Every Tuesday, 12 times, the last on 24 March 2026"),
        ("FREQ=WEEKLY;COUNT=1", "Every Tuesday, once, on 6 January 2026"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260110", "Every Monday: there is no such day"),
    ],
)
def test_a_rule_is_said_in_plain_words(text, words):
    assert describe(parse_rule(text, TUESDAY)) == words


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([BERLIN], "Every second Tuesday at 17:00 Europe/Berlin, for 60 minutes"),
        (
            [Slot("UTC", time(9), 60), Slot("Etc/UTC", time(17), 60)],
            "Every second Tuesday at 09:00 UTC and 17:00 UTC, for 60 minutes",
        ),
        (
            [Slot("UTC", time(9), 60), Slot("UTC", time(17), 60)],
            "Every second Tuesday at 09:00 and 17:00 UTC, for 60 minutes",
        ),
        (
            [Slot("UTC", time(9), 45), Slot("America/New_York", time(17, 30), 45)],
            "Every second Tuesday at 09:00 UTC and 17:30 America/New York, for 45 minutes",
        ),
        (
            [Slot("UTC", time(9), 60), Slot("UTC", time(17), 90)],
            "Every second Tuesday at 09:00 UTC for 60 minutes and at 17:00 UTC for 90 minutes",
        ),
    ],
)
def test_the_slots_follow_with_what_they_share_said_once(slots, words):
    assert describe(parse_rule("FREQ=WEEKLY;INTERVAL=2", TUESDAY), slots) == words


@given(any_rule())
def test_every_rule_can_be_said(rule):
    words = describe(rule, [BERLIN])

    assert words.startswith(("Every ", "On "))
    assert " at 17:00 Europe/Berlin, for 60 minutes" in words
    assert "None" not in words
    assert "  " not in words
