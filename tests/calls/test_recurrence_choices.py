"""The form's few choices, and back from a rule to them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from community.calls.recurrence import (
    RuleRefused,
    choices_from_rule,
    dates,
    parse_rule,
    rule_from_choices,
    stored_text,
)
from tests.calls.any_rule import any_rule

THURSDAY = date(2026, 1, 29)  # the fifth, and the last, of its month
FIELDS = (
    "frequency", "interval", "weekdays", "monthly_by", "nth", "month_day", "starts_on", "ends",
    "until", "count",
)  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ({"frequency": "daily", "interval": 2}, "FREQ=DAILY;INTERVAL=2"),
        ({"frequency": "weekly"}, "FREQ=WEEKLY;BYDAY=TH"),
        ({"frequency": "weekly", "weekdays": ["fr", "MO"]}, "FREQ=WEEKLY;BYDAY=MO,FR"),
        ({"frequency": "monthly"}, "FREQ=MONTHLY;BYMONTHDAY=29"),
        ({"frequency": "monthly", "month_day": -1}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"frequency": "monthly", "monthly_by": "weekday"}, "FREQ=MONTHLY;BYDAY=-1TH"),
        (
            {"frequency": "monthly", "monthly_by": "weekday", "nth": 2, "weekdays": ["TU"]},
            "FREQ=MONTHLY;BYDAY=2TU",
        ),
        (
            {"frequency": "weekly", "ends": "until", "until": date(2026, 6, 30), "count": 3},
            "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260630",
        ),
        ({"frequency": "weekly", "ends": "count", "count": 3}, "FREQ=WEEKLY;BYDAY=TH;COUNT=3"),
        ({"frequency": "weekly", "count": 3, "month_day": 9}, "FREQ=WEEKLY;BYDAY=TH"),
    ],
)
def test_choices_make_a_rule(choices, text):
    assert stored_text(rule_from_choices(starts_on=THURSDAY, **choices)) == text


@pytest.mark.parametrize(
    "choices",
    [
        {"frequency": "hourly"},
        {"frequency": "weekly", "weekdays": ["XX"]},
        {"frequency": "weekly", "interval": 0},
        {"frequency": "weekly", "ends": "until"},
        {"frequency": "weekly", "ends": "count"},
        {"frequency": "weekly", "ends": "count", "count": 501},
        {"frequency": "weekly", "ends": "until", "until": date(2025, 1, 1)},
        {"frequency": "monthly", "month_day": 32},
        {"frequency": "monthly", "monthly_by": "weekday", "nth": 6},
    ],
)
def test_choices_that_make_no_rule_are_refused(choices):
    with pytest.raises(RuleRefused):
        rule_from_choices(starts_on=THURSDAY, **choices)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FREQ=DAILY;INTERVAL=2", "daily"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "weekly"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "custom"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "weekly"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", "custom"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "monthly"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "monthly"),
        ("FREQ=MONTHLY;BYDAY=2TU", "monthly"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "custom"),
        ("FREQ=MONTHLY;BYDAY=-2TU", "custom"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "custom"),
        ("FREQ=YEARLY", "custom"),
    ],
)
def test_a_rule_is_of_the_kind_the_form_can_say(text, kind):
    choices = choices_from_rule(parse_rule(text, THURSDAY))

    assert choices["kind"] == kind
    assert choices["text"] == stored_text(parse_rule(text, THURSDAY))


@given(any_rule())
def test_a_form_filled_from_a_rule_and_saved_unchanged_gives_the_same_dates(rule):
    choices: dict[str, Any] = {**choices_from_rule(rule)}

    if choices["kind"] == "custom":
        again = parse_rule(choices["text"], choices["starts_on"])
    else:
        again = rule_from_choices(**{field: choices[field] for field in FIELDS})
    window = (rule.starts_on, rule.starts_on.replace(year=rule.starts_on.year + 3, day=1))
    assert dates(again, *window) == dates(rule, *window)
