"""Rules as text: what is read, what is refused and by which name, and what is written."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calls.recurrence import (
    ByDay,
    Rule,
    RuleRefused,
    Slot,
    Weekday,
    parse_rule,
    rule_text,
    split_times,
    stored_text,
)
from tests.calls.any_rule import any_rule

TUESDAY = date(2026, 1, 6)
NEW_YORK = Slot("America/New_York", time(15), 60)


@given(any_rule())
def test_a_stored_rule_is_read_back_as_the_same_rule(rule):
    text = stored_text(rule)

    assert parse_rule(text, rule.starts_on) == rule
    assert len(text) <= 300


@given(st.text(alphabet="FREQ=DAILYWKMOTHNUSBCV;,0123456789-+: \n") | st.text())
def test_any_text_is_read_or_refused(text):
    for read in (lambda: parse_rule(text, TUESDAY, slot=NEW_YORK), lambda: split_times(text)):
        with suppress(RuleRefused):
            read()


def test_what_a_rule_leaves_open_is_taken_from_its_start():
    assert stored_text(parse_rule("FREQ=WEEKLY", TUESDAY)) == "FREQ=WEEKLY;BYDAY=TU"
    assert stored_text(parse_rule("FREQ=MONTHLY", TUESDAY)) == "FREQ=MONTHLY;BYMONTHDAY=6"
    assert stored_text(parse_rule("FREQ=YEARLY", TUESDAY)) == "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6"


def test_case_order_and_prefix_do_not_matter():
    rule = parse_rule("rrule:byday=th,mo;wkst=su;interval=2;freq=weekly;", TUESDAY)

    assert rule == Rule(
        frequency="WEEKLY",
        starts_on=TUESDAY,
        interval=2,
        weekdays=(ByDay(Weekday.MO), ByDay(Weekday.TH)),
        week_start=Weekday.SU,
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "SECONDLY"),
        ("FREQ=HOURLY", "HOURLY"),
        ("FREQ=FORTNIGHTLY", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=13", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=²", "INTERVAL"),
        ("FREQ=DAILY;COUNT=501", "COUNT"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=5;UNTIL=20270101", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20250101", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", "UNTIL"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "BYMONTHDAY"),
        ("FREQ=DAILY;BYMONTH=2", "BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "day of the month"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY"),
        ("FREQ=WEEKLY;BYHOUR=9,17", "BYHOUR"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=32", "BYSETPOS"),
        ("FREQ=WEEKLY;WKST=XX", "WKST"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ twice"),
        ("FREQ=WEEKLY;X-RULE=1", "X-RULE"),
        ("FREQ", "not a part of a rule"),
        ("FREQ=DAILY;" + "X" * 600, "500 characters"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_by_its_name(text, named):
    with pytest.raises(RuleRefused) as refused:
        parse_rule(text, TUESDAY)

    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260131", date(2026, 1, 31)),
        ("20260131T000000Z", date(2026, 1, 30)),  # still 30 January, 19:00, in New York
        ("20260131T195959Z", date(2026, 1, 30)),
        ("20260131T200000Z", date(2026, 1, 31)),  # the very start
        ("20260131T145959", date(2026, 1, 30)),
        ("20260131T150000", date(2026, 1, 31)),
        ("99991231T235959Z", date(9999, 12, 31)),
    ],
)
def test_an_end_with_a_time_becomes_the_last_local_date_it_allows(until, last):
    rule = parse_rule(f"FREQ=DAILY;UNTIL={until}", TUESDAY, slot=NEW_YORK)

    assert rule.until == last


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/New_York"])
def test_an_end_at_either_end_of_the_calendar_is_read_in_any_zone(zone):
    slot = Slot(zone, time(15), 60)

    rule = parse_rule("FREQ=DAILY;UNTIL=99991231T235959Z", TUESDAY, slot=slot)

    assert rule.until == date.max
    with pytest.raises(RuleRefused, match="before it starts"):
        parse_rule("FREQ=DAILY;UNTIL=00010101T000000Z", TUESDAY, slot=slot)


def test_the_start_of_the_week_is_kept_only_where_weeks_are_left_out():
    assert parse_rule("FREQ=WEEKLY;WKST=SU", TUESDAY) == parse_rule("FREQ=WEEKLY", TUESDAY)
    assert parse_rule("FREQ=WEEKLY;INTERVAL=2;WKST=SU", TUESDAY).week_start is Weekday.SU


def test_a_single_hour_and_minute_are_taken_out_of_the_rule():
    text = "FREQ=WEEKLY;BYHOUR=10;BYMINUTE=30;BYSECOND=0;BYDAY=WE"

    assert split_times(text) == ("FREQ=WEEKLY;BYDAY=WE", 10, 30)
    assert split_times("FREQ=WEEKLY;BYDAY=WE") == ("FREQ=WEEKLY;BYDAY=WE", None, None)


@pytest.mark.parametrize("part", ["BYHOUR=9,17", "BYHOUR=24", "BYMINUTE=-1", "BYSECOND=30"])
def test_hours_that_one_call_cannot_have_are_refused(part):
    with pytest.raises(RuleRefused, match=part.partition("=")[0]):
        split_times(f"FREQ=WEEKLY;{part}")


def test_a_rule_is_sent_with_its_end_as_the_instant_of_the_last_start():
    rule = parse_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=3", TUESDAY)
    last_start = datetime(2026, 2, 3, 20, tzinfo=UTC)

    sent = rule_text(rule, last_start)

    assert sent == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260203T200000Z"


def test_a_rule_that_ends_is_never_sent_as_endless():
    with pytest.raises(ValueError, match="last start"):
        rule_text(parse_rule("FREQ=WEEKLY;COUNT=3", TUESDAY))

    assert rule_text(parse_rule("FREQ=WEEKLY", TUESDAY)) == "FREQ=WEEKLY;BYDAY=TU"
