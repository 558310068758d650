"""Records as they are typed: input is read, or sent back with a sentence."""

from wtforms import (
    BooleanField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from community.accounts.fields import one_line, says_something, stripped
from community.disclosures.fields import DisclosureForm
from community.fields import NumberField, at_most, counted, secure_address, words
from community.text import LONGEST_SOURCE, TOO_LONG

from .corrections import LONGEST_ANSWER, LONGEST_CORRECTION, Outcome
from .models import (
    LONGEST_ADDRESS,
    LONGEST_LINK_TITLE,
    LONGEST_WHY,
    MOST_DAYS,
    USUAL_DAYS,
    LinkKind,
)

_KINDS = [
    SelectChoice(LinkKind.RECORDING.value, "Recording"),
    SelectChoice(LinkKind.SLIDES.value, "Slides"),
    SelectChoice(LinkKind.CHAT.value, "Chat"),
    SelectChoice(LinkKind.OTHER.value, "Something else"),
]


class SummaryForm(Form):
    """What a record says in its own words, over which version of them it was written."""

    version = HiddenField(default="0")
    summary = TextAreaField("Summary", filters=[words])
    disclosure = FormField(DisclosureForm)

    def validate_summary(self, field: TextAreaField) -> None:
        """No longer than what is rendered."""
        if len((field.data or "").encode()) > LONGEST_SOURCE:
            raise ValidationError(TOO_LONG)

    def read_version(self) -> int:
        """Which version was read."""
        return counted(self.version.data)


class LinkForm(Form):
    """A link, what it is called and what it leads to."""

    kind = RadioField(
        "What it leads to",
        [InputRequired("Choose what it leads to.")],
        choices=_KINDS,
        default=LinkKind.RECORDING.value,
    )
    title = StringField(
        "Title",
        [DataRequired("Give it a title."), says_something, at_most(LONGEST_LINK_TITLE)],
        filters=[one_line],
    )
    url = StringField(
        "Address",
        [DataRequired("Write an address here."), at_most(LONGEST_ADDRESS), secure_address],
        filters=[stripped],
    )


class PeriodForm(Form):
    """For how long a record is open for correction, and whether it is published by itself then."""

    days = NumberField(
        "Days",
        [
            InputRequired("Say for how many days."),
            NumberRange(1, MOST_DAYS, message=f"Between 1 and {MOST_DAYS} days."),
        ],
        default=USUAL_DAYS,
    )
    publishes = BooleanField("Publish it by itself when the days are over", default=True)


class AbsenceForm(Form):
    """A word on why there is no record."""

    why = StringField("Why", [at_most(LONGEST_WHY)], filters=[one_line])


class CorrectionForm(Form):
    """What should be corrected."""

    words = TextAreaField(
        "What should be corrected",
        [
            DataRequired("Say what should be corrected."),
            says_something,
            at_most(LONGEST_CORRECTION),
        ],
        filters=[words],
    )


class ReplyForm(Form):
    """What a facilitator did about a correction, with a word. The button says which."""

    outcome = HiddenField()
    word = StringField("A word on it", [at_most(LONGEST_ANSWER)], filters=[one_line])

    def validate_outcome(self, field: HiddenField) -> None:
        """One of the two buttons."""
        if field.data not in set(Outcome):
            raise ValidationError("Choose whether it was corrected.")

    @property
    def chosen(self) -> Outcome:
        """Which button was pressed, once it is valid."""
        return Outcome(self.outcome.data or "")
