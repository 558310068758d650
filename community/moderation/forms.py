"""What is typed in a report, and in what follows it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    Form,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.accounts.handles import read_address
from community.accounts.strangers import StrangersForm
from community.fields import at_most, one_line, words

from .report_models import Mode

LONGEST = 10_000
_MODES = {
    Mode.CONFIDENTIAL: "Only the responders may know it was me",
    Mode.NAMED: "The responders may say that it was me, if it helps",
    Mode.ANONYMOUS: "Nobody may know it was me",
    Mode.ESCROWED: "Keep this shut until somebody else reports the same person",
}
_OFFERED = [SelectChoice(mode.value, label) for mode, label in _MODES.items()]


class ReportForm(StrangersForm):
    """A report. `responders` are those who can be left out; visitors say who they are, or not."""

    words = TextAreaField(
        "What happened?",
        [DataRequired("Write in a few words what happened."), at_most(LONGEST)],
        filters=[words],
    )
    about_words = StringField("Who is it about?", [at_most(200)], filters=[one_line])
    happened_on = DateField("On which day?", [Optional()])
    mode = RadioField("Who may know that you report this?", choices=_OFFERED)
    name = StringField("Your name", [at_most(80)], filters=[one_line])
    email = StringField("Your e-mail address", filters=[one_line])
    hope = StringField("What do you hope for?", [at_most(500)], filters=[one_line])
    content_warning = StringField(
        "A warning for whoever reads it", [at_most(100)], filters=[one_line]
    )
    file = MultipleFileField("Pictures, texts or documents")
    excluded = SelectMultipleField(
        "Who must not know of it?",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    about = HiddenField()
    once = HiddenField()

    is_member = False
    latest = date.max

    def offer(
        self,
        *,
        is_member: bool,
        has_person: bool,
        responders: Sequence[tuple[int, str]],
        latest: date,
    ) -> None:
        """Say who opens it: members need no name, and an escrow needs a person to wait for."""
        self.is_member, self.latest = is_member, latest
        self.excluded.choices = [SelectChoice(number, name) for number, name in responders]
        if not (is_member or has_person):
            self.mode.choices = [one for one in _OFFERED if one.value != Mode.ESCROWED]

    def validate_happened_on(self, field: DateField) -> None:
        """Nothing that is to come."""
        if field.data and field.data > self.latest:
            raise ValidationError("Choose a day that has been.")

    def validate_name(self, field: StringField) -> None:
        """Whoever wants the responders to know says it."""
        if self.mode.data != Mode.ANONYMOUS and not self.is_member and not field.data:
            raise ValidationError("Write how to call you, or choose that nobody may know.")

    def validate_email(self, field: StringField) -> None:
        """None is needed; one that is there must be one."""
        if field.data:
            try:
                read_address(field.data)
            except ValueError as wrong:
                raise ValidationError(str(wrong)) from wrong

    @property
    def address(self) -> str | None:
        """The address in the form by which two of them are the same."""
        return read_address(self.email.data)[1] if self.email.data else None

    def happened_at(self, zone: ZoneInfo, known: datetime | None, now: datetime) -> datetime:
        """When it happened: as exactly as is known, else at noon, never later than now. `zone` is
        that of the place, whoever reports, and no day is later than today there: so the hour tells
        nothing of where they are.
        """
        day: date | None = self.happened_on.data
        if day is None:
            return known or now
        if known is not None and known.astimezone(zone).date() == day:
            return known
        day = min(day, now.astimezone(zone).date())
        return min(datetime.combine(day, time(12), zone), now)

    def judged_at(self, zone: ZoneInfo, known: datetime | None, now: datetime) -> datetime:
        """By the code of which instant it is judged: of when it happened, and where the day alone
        is known by what took effect on it, too.
        """
        at = self.happened_at(zone, known, now)
        if self.happened_on.data is None or at == known:
            return at
        return min(datetime.combine(at.astimezone(zone).date(), time.max, zone), now)


class CodeForm(Form):
    """The follow-up code of a report."""

    code = StringField("Follow-up code", [DataRequired("Type the code.")], filters=[one_line])


class WordsForm(Form):
    """A message."""

    text = TextAreaField(
        "Your message", [DataRequired("Write something."), at_most(LONGEST)], filters=[words]
    )
