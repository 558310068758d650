"""What responders type: messages, where a case stands, leave."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self

from wtforms import (
    DateField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.fields import at_most, one_line, words
from community.redaction_fields import check_words

from .case_models import State
from .forms import LONGEST

BY_HAND = (
    State.ACKNOWLEDGED,
    State.TRIAGE,
    State.INVESTIGATING,
    State.ASKED_MORE,
    State.IN_FORCE,
    State.FOLLOWED_UP,
    State.CLOSED,
    State.REOPENED,
)
"""States that a responder sets; the others follow from what is decided."""

_NAMES = {
    State.ACKNOWLEDGED: "Acknowledged: the reporter has an answer",
    State.TRIAGE: "Triage",
    State.INVESTIGATING: "Investigating",
    State.ASKED_MORE: "More information asked",
    State.IN_FORCE: "In force",
    State.FOLLOWED_UP: "Followed up",
    State.CLOSED: "Closed",
    State.REOPENED: "Reopened",
}


class MessageForm(Form):
    """A message in a case. `to` is `responders`, `reporter <n>` or `reported <n>`."""

    to = RadioField("To whom?", [InputRequired("Choose who reads it.")])
    text = TextAreaField(
        "Message", [DataRequired("Write something."), at_most(LONGEST)], filters=[words]
    )


class PurgedForm(Form):
    """What is left in a case of what was purged."""

    purged = TextAreaField("Other words that tell the same", [at_most(LONGEST)], filters=[words])
    files = SelectMultipleField(
        "What came with reports, and shows it",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, files: Sequence[tuple[str, str]]) -> Self:
        """Offer the files of the case, by key."""
        self.files.choices = [SelectChoice(key, label) for key, label in files]
        return self

    @property
    def lines(self) -> list[str]:
        """The words, a line each."""
        lines = (line.strip() for line in (self.purged.data or "").splitlines())
        return [line for line in dict.fromkeys(lines) if line]

    def validate_purged(self, _field: TextAreaField) -> None:
        """More than a letter in each line, and no bar."""
        for line in self.lines:
            check_words(line)


class StateForm(Form):
    """Where a case stands now."""

    state = SelectField(
        "It stands at", choices=[SelectChoice(state.value, _NAMES[state]) for state in BY_HAND]
    )
    why = StringField("In a line", [at_most(500)], filters=[one_line])
    for_reporter = TextAreaField(
        "What whoever reported is told", [at_most(LONGEST)], filters=[words]
    )

    def validate_for_reporter(self, field: TextAreaField) -> None:
        """Nothing is closed in silence."""
        if self.state.data == State.CLOSED and not field.data:
            raise ValidationError("Write what whoever reported is told.")


class HolderForm(Form):
    """Who sees to a case from now on."""

    member = SelectField("Hand it over to", coerce=int, validate_choice=True)


class JoiningForm(Form):
    """Which other case goes on with this one."""

    other = SelectField("It belongs together with")
    joining_why = StringField("Why they are one", [at_most(500)], filters=[one_line])

    def offer(self, others: Sequence[tuple[str, str]]) -> Self:
        """Offer these, by key and name."""
        self.other.choices = [SelectChoice(key, name) for key, name in others]
        return self


class ApartForm(Form):
    """Why two cases are taken apart."""

    apart_why = StringField("Why they are two", [at_most(500)], filters=[one_line])


class PersonForm(Form):
    """Whom a report is about."""

    handle = StringField(
        "Handle of whom it is about",
        [DataRequired("Write a handle, such as @ada."), at_most(40)],
        filters=[one_line],
    )

    @property
    def handle_alone(self) -> str:
        """What is looked for."""
        return (self.handle.data or "").removeprefix("@").lower()


class LeaveForm(Form):
    """From the first day to the last of a leave."""

    first = DateField("First day", [InputRequired("Choose a day.")])
    last = DateField("Last day", [InputRequired("Choose a day.")])

    def days(self) -> tuple[date, date]:
        """The first day, and the day after the last, once the form is valid."""
        first, last = self.first.data or date.min, self.last.data or date.min
        return first, last + timedelta(days=1)

    def validate_last(self, field: DateField) -> None:
        """Not before the first, and not for ever."""
        if self.first.data and field.data:
            days = (field.data - self.first.data).days
            if days < 0:
                raise ValidationError("The last day comes before the first.")
            if days > 366:  # noqa: PLR2004 - a year
                raise ValidationError("At most a year.")
