"""The dates of a rule: the same as other software finds, however the rule is walked."""

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from community.calls import expansion
from community.calls.recurrence import (
    Rule,
    RuleRefused,
    date_before,
    dates,
    last_date,
    parse_rule,
    reaching_back,
    starting,
    stored_text,
    with_until,
)
from tests.calls.any_rule import any_rule

FIVE_YEARS = timedelta(days=5 * 365)
TUESDAY = date(2026, 1, 6)


def days_by_dateutil(rule: Rule, before: date) -> list[date]:
    """What dateutil, written by other people, finds in the text of the rule."""
    text = f"{stored_text(rule.ending())};UNTIL={min(before, rule.until or before):%Y%m%d}"
    found = rrulestr(text, dtstart=datetime.combine(rule.starts_on, time()))
    return [day.date() for day in islice(found, rule.count) if day.date() < before]


@given(any_rule())
def test_dates_are_those_that_dateutil_finds(rule):
    before = rule.starts_on + FIVE_YEARS
    assume(dates(rule.ending(), before, before + 12 * FIVE_YEARS, limit=1))  # else it looks to 9999

    found = dates(rule, rule.starts_on, before, limit=2000)

    assert found == days_by_dateutil(rule, before)


@given(any_rule(), st.integers(-400, 2500), st.integers(0, 900), st.integers(1, 40))
def test_a_window_holds_what_a_walk_from_the_start_would_show_in_it(rule, skip, length, limit):
    since = rule.starts_on + timedelta(skip)
    before = since + timedelta(length)

    found = dates(rule, since, before, limit)

    whole = dates(rule, rule.starts_on, before, limit=5000)
    assert found == [day for day in whole if day >= since][:limit]


@given(any_rule(), st.integers(-10, 2500))
def test_the_date_before_a_day_is_the_last_one_of_all_before_it(rule, skip):
    day = rule.starts_on + timedelta(skip)

    before = date_before(rule, day)

    assert before == max(dates(rule, rule.starts_on, day, limit=5000), default=None)


@given(any_rule())
def test_the_last_date_is_the_last_of_all_dates(rule):
    last = last_date(rule)

    if rule.is_endless:
        assert last is None
    else:
        assert last == max(dates(rule, rule.starts_on, date.max, limit=5000), default=None)


@given(any_rule(), st.integers(0, 1500))
def test_a_rule_continued_from_a_day_has_the_dates_that_were_left(rule, skip):
    day = rule.starts_on + timedelta(skip)
    left = dates(rule, day, date.max, limit=70)

    if not left:
        with pytest.raises(RuleRefused):
            starting(rule, day)
    else:
        continued = starting(rule, day)
        assert continued.starts_on == left[0]
        assert dates(continued, date.min, date.max, limit=70) == left


@given(any_rule(), st.integers(0, 1500))
def test_a_rule_ended_on_a_day_has_the_dates_up_to_it_and_no_more(rule, length):
    day = rule.starts_on + timedelta(length)

    ended = with_until(rule, day)

    up_to_the_day = dates(rule, rule.starts_on, day + timedelta(1), limit=5000)
    assert dates(ended, rule.starts_on, date.max, limit=5000) == up_to_the_day


def test_a_rule_cannot_end_before_it_starts():
    with pytest.raises(RuleRefused, match=r"ends \(UNTIL\) before it starts"):
        with_until(parse_rule("FREQ=WEEKLY", TUESDAY), date(2026, 1, 5))


def test_every_second_week_stays_on_its_weeks_when_continued():
    rule = parse_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=10", TUESDAY)

    continued = starting(rule, date(2026, 1, 21))

    assert continued.starts_on == date(2026, 2, 3)
    assert continued.count == 8


def test_the_day_the_week_starts_on_decides_which_sundays_are_meant():
    monday_first = parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", date(1997, 8, 5))
    sunday_first = parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", date(1997, 8, 5))

    since, before = date(1997, 8, 1), date(1997, 9, 1)  # the example of RFC 5545 §3.8.5.3
    assert [day.day for day in dates(monday_first, since, before)] == [5, 10, 19, 24]
    assert [day.day for day in dates(sunday_first, since, before)] == [5, 17, 19, 31]


def test_a_start_that_does_not_fit_the_rule_is_no_date_of_it():
    rule = parse_rule("FREQ=WEEKLY;BYDAY=TH", TUESDAY)

    assert dates(rule, TUESDAY, date(2026, 1, 16)) == [date(2026, 1, 8), date(2026, 1, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2,4,6;BYMONTHDAY=31;COUNT=500",
        "FREQ=YEARLY;INTERVAL=12;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=500",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;COUNT=500",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;UNTIL=99991231",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TH;UNTIL=99991231",
        "FREQ=YEARLY;BYDAY=53MO;INTERVAL=7;BYMONTH=2;COUNT=500",
    ],
)
def test_a_rule_without_any_date_is_soon_done_with(text, walked):
    try:
        rule = parse_rule(text, date(2026, 2, 3))
    except RuleRefused:
        return

    assert dates(rule, rule.starts_on, date.max) == []
    assert last_date(rule) is None
    assert date_before(rule, date.max) is None
    assert walked() <= 3 * 4800


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY;UNTIL=99991231", "FREQ=YEARLY;INTERVAL=12;BYMONTH=1;COUNT=500", "FREQ=DAILY"],
)
def test_a_rule_to_the_end_of_the_calendar_is_walked_no_further_than_asked(text, walked):
    rule = parse_rule(text, TUESDAY)

    last_date(rule)
    found = dates(rule, date(2100, 1, 1), date.max, limit=3)

    assert len(found) == 3
    assert walked() < 1000


def test_a_rule_reaches_the_last_day_of_the_calendar_and_stops():
    rule = parse_rule("FREQ=DAILY;UNTIL=99991231", TUESDAY)

    assert dates(rule, date(9999, 12, 30), date.max) == [date(9999, 12, 30)]
    assert last_date(rule) == date.max


@pytest.fixture
def walked(monkeypatch):
    """How many periods were looked at: work is counted, since time is not ours alone."""
    looked_at, period = [], expansion._period

    def counted(rule, index):
        looked_at.append(index)
        return period(rule, index)

    monkeypatch.setattr(expansion, "_period", counted)
    return lambda: len(looked_at)


@given(any_rule(), st.integers(1, 400))
def test_a_rule_that_reaches_back_has_its_dates_and_earlier_ones_in_their_rhythm(rule, days):
    day = rule.starts_on - timedelta(days)

    earlier = reaching_back(rule, day)

    kept = dates(earlier, rule.starts_on, date.max, limit=70)
    assert kept == dates(rule, rule.starts_on, date.max, limit=70)
    assert earlier is rule or day <= earlier.starts_on < rule.starts_on
    first = dates(earlier, date.min, date.max, limit=1)
    assert earlier is rule or first == [earlier.starts_on]


def test_every_second_week_reaches_back_in_the_same_weeks():
    rule = parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3", date(2026, 3, 3))

    earlier = reaching_back(rule, date(2026, 2, 4))

    assert dates(earlier, date.min, date.max) == [
        date(2026, 2, 5),
        date(2026, 2, 17),
        date(2026, 2, 19),
        date(2026, 3, 3),
        date(2026, 3, 5),
        date(2026, 3, 17),
    ]
