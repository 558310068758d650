"""The forms for single dates: a one-off call, an extra date, another time, a reason."""

from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms import validators as check

from community.clock import zone_names
from community.fields import one_line

from .drafts import SittingDraft
from .forms import (
    DetailsForm,
    HourForm,
    PlaceForm,
    VersionedForm,
    Written,
    known_zone,
)
from .rules import FIRST_YEAR, LAST_YEAR
from .scheduling import MOST_SITTINGS
from .walltime import kind_of_local


def day_of_a_time(form: Any, field: Any) -> None:
    """A time needs a day. Stands before what lets an empty field pass."""
    if form.time.data is not None and not any(text.strip() for text in field.raw_data or ()):
        field.errors[:] = []
        raise check.StopValidation("Choose the day.")


def within_our_years(_form: Form, field: Any) -> None:
    """Refuse a day in a year no calendar of ours reaches."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(f"Choose a day in the years {FIRST_YEAR} to {LAST_YEAR}.")


def shown_by_clocks(form: Any, _field: Any) -> None:
    """Refuse an hour that clocks jump over on that day."""
    day, hour, zone = form.day.data, form.time.data, form.zone.data
    if day is None or hour is None or zone not in zone_names():
        return
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return
    if kind_of_local(datetime.combine(day, hour), zone) == "skipped":
        raise ValidationError(
            f"{hour:%H:%M} does not exist in {zone} on that day: clocks jump over it. "
            "Choose an hour before or after."
        )


class SittingForm(HourForm):
    """One time of a one-off call: a day and an hour."""

    day = DateField("Day", [day_of_a_time, check.Optional(), within_our_years, shown_by_clocks])

    def draft(self) -> SittingDraft:
        """The draft; only after `validate()`."""
        hour = self.hour()
        if self.day.data is None:
            raise ValueError("No day was given.")
        return SittingDraft(
            local_start=datetime.combine(self.day.data, hour.time),
            zone=hour.zone,
            minutes=hour.minutes,
            place=self.place(),
        )


class SittingsForm(Form):
    """One to three sittings."""

    sittings = FieldList(
        FormField(SittingForm), min_entries=MOST_SITTINGS, max_entries=MOST_SITTINGS
    )

    def validate_sittings(self, field: Any) -> None:
        """At least one time."""
        if all(entry.form.time.data is None for entry in field):
            raise ValidationError("Give the call a day and a time.")

    def drafts(self) -> list[SittingDraft]:
        """The drafts; only after `validate()`."""
        return [e.form.draft() for e in self.sittings if e.form.time.data is not None]


class CallForm(DetailsForm, SittingsForm):
    """Everything about a one-off call on one page."""


class ExtraDateForm(SittingsForm):
    """A date the rule does not give."""

    title = StringField("Title of its own", [check.Length(max=150)], [one_line])


class MoveForm(VersionedForm):
    """Another time for one sitting."""

    day = DateField(
        "Day", [check.InputRequired("Choose the day."), within_our_years, shown_by_clocks]
    )
    time = TimeField("Time", [check.InputRequired("Choose the time.")])
    zone = StringField(
        "Time zone",
        [Written("Name the time zone."), check.Length(max=64), known_zone],
        [one_line],
    )
    minutes = IntegerField(
        "Length in minutes",
        [
            check.InputRequired("Write the length."),
            check.NumberRange(5, 1440, "Write 5 to 1440 minutes."),
        ],
    )

    def local_start(self) -> datetime:
        """The naive local start; only after `validate()`."""
        if self.day.data is None or self.time.data is None:
            raise ValueError("No day or no time was given.")
        return datetime.combine(self.day.data, self.time.data)


class ReasonForm(Form):
    """Why something is called off or deleted."""

    reason = StringField(
        "Reason",
        [
            Written("Say why: everyone who meant to come will read it."),
            check.Length(max=500),
        ],
        [one_line],
    )


class CancelForm(VersionedForm, ReasonForm):
    """Why one sitting is called off."""


class SittingPlaceForm(VersionedForm, PlaceForm):
    """Places and join link of one sitting."""


class InviteForm(Form):
    """Whom to ask to share a series or a call."""

    handle = StringField(
        "Handle",
        [Written("Write the handle of a member."), check.Length(max=40)],
        [one_line],
    )
    hands_over = BooleanField("Hand it over: I leave when they accept")
