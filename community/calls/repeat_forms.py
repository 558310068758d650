"""The forms for what repeats: a new series, and new times for one."""

import re
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms import validators as check
from wtforms.widgets import CheckboxInput, ListWidget

from .choices import NTHS, rule_from_choices
from .drafts import SlotDraft, Times
from .forms import DetailsForm, HourForm, VersionedForm, options, stripped
from .rules import MOST_DATES, Rule, RuleRefused
from .scheduling import MOST_SITTINGS
from .words import WEEKDAYS

MOST_SKIPPED = 60
_NTH_WORDS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


class RepeatForm(Form):
    """When a series repeats: its dates, then one to three times on each."""

    frequency = RadioField(
        "Repeats",
        choices=options(
            ("daily", "Every day"), ("weekly", "Every week"), ("monthly", "Every month")
        ),
        default="weekly",
    )
    interval = IntegerField(
        "Every how many",
        [check.InputRequired("Write a number."), check.NumberRange(1, 12, "Write 1 to 12.")],
        default=1,
    )
    weekdays = SelectMultipleField(
        "On",
        choices=options(*((day.value, word) for day, word in WEEKDAYS.items())),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    monthly_by = RadioField(
        "In the month",
        choices=options(("day", "On a day of the month"), ("weekday", "On a weekday of the month")),
        default="day",
    )
    month_day = IntegerField(
        "Day",
        [check.Optional(), check.NumberRange(-1, 31, "Write 1 to 31, or −1 for the last day.")],
    )
    nth = SelectField(
        "Which", choices=options(*((str(n), _NTH_WORDS[n]) for n in NTHS)), default="1"
    )
    starts_on = DateField("First date", [check.InputRequired("Choose the first date.")])
    ends = RadioField(
        "Ends",
        choices=options(
            ("never", "Never"), ("until", "On a day"), ("count", "After a number of calls")
        ),
        default="never",
    )
    until = DateField("Last day", [check.Optional()])
    count = IntegerField(
        "Number of calls",
        [check.Optional(), check.NumberRange(1, MOST_DATES, f"Write 1 to {MOST_DATES}.")],
    )
    skipped = StringField("Dates left out", [check.Length(max=2000)], [stripped])
    hours = FieldList(FormField(HourForm), min_entries=MOST_SITTINGS, max_entries=MOST_SITTINGS)

    def validate_month_day(self, field: Any) -> None:
        """No month has a day 0."""
        if field.data == 0:
            raise ValidationError("Write 1 to 31, or −1 for the last day.")

    def validate_skipped(self, field: Any) -> None:
        """Dates as 2026-12-24, with spaces, commas or lines between."""
        words = re.split(r"[\s,;]+", field.data or "")
        for word in filter(None, words):
            try:
                date.fromisoformat(word)
            except ValueError:
                raise ValidationError(f"“{word[:20]}” is not a date such as 2026-12-24.") from None
        if len(words) > MOST_SKIPPED:
            raise ValidationError(f"Leave out at most {MOST_SKIPPED} dates.")

    def validate_hours(self, field: Any) -> None:
        """At least one time."""
        if all(entry.form.time.data is None for entry in field):
            raise ValidationError("Give the call a time.")

    def validate_starts_on(self, field: Any) -> None:
        """The choices together make a rule we keep."""
        if field.data is None:
            return
        try:
            self.rule()
        except RuleRefused as refused:
            raise ValidationError(str(refused)) from refused

    def rule(self) -> Rule:
        """The rule of the choices. Raises `RuleRefused`."""
        if self.starts_on.data is None:
            raise RuleRefused("Choose the first date.")
        return rule_from_choices(
            frequency=self.frequency.data or "",
            interval=self.interval.data or 1,
            weekdays=self.weekdays.data or (),
            monthly_by=self.monthly_by.data or "day",
            nth=int(self.nth.data or 1),
            month_day=self.month_day.data,
            starts_on=self.starts_on.data,
            ends=self.ends.data or "never",
            until=self.until.data,
            count=self.count.data,
        )

    def times(self, rule: Rule | None = None) -> Times:
        """The draft; only after `validate()`. `rule` stands in where the form cannot say it."""
        given = [entry.form for entry in self.hours if entry.form.time.data is not None]
        words = re.split(r"[\s,;]+", self.skipped.data or "")
        return Times(
            rule=rule or self.rule(),
            slots=tuple(SlotDraft(hour=form.hour(), place=form.place()) for form in given),
            skipped=tuple(date.fromisoformat(word) for word in words if word),
        )


class SeriesForm(DetailsForm, RepeatForm):
    """Everything about a new series on one page."""


class TimesForm(RepeatForm, VersionedForm):
    """New times for a series: for all of it, or from one of its dates on."""

    since = SelectField("Change", validate_choice=False, default="")
    keep_rule = BooleanField("Keep the dates as they are and change only the time")

    def validate_starts_on(self, field: Any) -> None:
        """Nothing to check where the dates stay."""
        if not self.keep_rule.data:
            super().validate_starts_on(field)
