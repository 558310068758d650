"""Lines as they are typed: input is read, or sent back with a sentence."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from community.fields import NumberField, at_most, counted, one_line
from community.text import can_be_seen

from .drafts import Answer, OwnLine, Showing
from .models import LONGEST_PSEUDONYM, LONGEST_REASON, LONGEST_WHAT, MOST_MINUTES, Labour, Shown

_MINUTES = f"Write a number of minutes between 1 and {MOST_MINUTES:,}."
_KINDS = (
    (Labour.FACILITATING, "Facilitating"),
    (Labour.NOTES, "Notes"),
    (Labour.QUEUE, "Queue and time"),
    (Labour.CAPTIONS, "Captions"),
    (Labour.WELCOME, "Welcoming people"),
    (Labour.CONDUCT, "Conduct contact"),
    (Labour.EDITING, "Editing patterns"),
    (Labour.REVIEWING, "Reviewing"),
    (Labour.OTHER, "Something else"),
)


class ShowingForm(Form):
    """How lines are listed."""

    shown = RadioField(
        "How you are credited",
        choices=[
            SelectChoice(Shown.NAME.value, "By name"),
            SelectChoice(Shown.PSEUDONYM.value, "By a pseudonym"),
            SelectChoice(Shown.COUNTED.value, "Not named, only counted"),
        ],
        default=Shown.NAME.value,
    )
    pseudonym = StringField(
        "Pseudonym", filters=[one_line], validators=[at_most(LONGEST_PSEUDONYM)]
    )

    def validate_pseudonym(self, field: StringField) -> None:
        """There must be one where it is by one."""
        if self.shown.data == Shown.PSEUDONYM.value and not can_be_seen(field.data or ""):
            raise ValidationError("Write the pseudonym, or choose another way to be credited.")

    @property
    def showing(self) -> Showing:
        """What was chosen, once it is valid."""
        shown = Shown(self.shown.data)
        return Showing(shown, (self.pseudonym.data or "") if shown is Shown.PSEUDONYM else "")


class AnswerForm(ShowingForm):
    """What is said to lines: the one whose button was pressed, or those that are ticked."""

    def __init__(self, formdata: MultiDict[str, str] | None = None, **given: Any) -> None:
        super().__init__(formdata, **given)
        self.given = formdata if formdata is not None else MultiDict[str, str]()

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the lines it is about."""
        only = self.given.get("only")
        return frozenset(map(counted, [only] if only else self.given.getlist("line"))) - {0}

    @property
    def minutes(self) -> dict[int, int]:
        """Minutes by the number of the line, where they were given."""
        typed = {number: self.given.get(f"minutes-{number}", "").strip() for number in self.lines}
        return {number: counted(text) for number, text in typed.items() if text}

    @property
    def wrong(self) -> str:
        """What is wrong beside the fields, if anything is."""
        if not self.lines:
            return "Tick at least one line first."
        is_fine = all(1 <= number <= MOST_MINUTES for number in self.minutes.values())
        return "" if is_fine else _MINUTES

    @property
    def answer(self) -> Answer:
        """What was said, once it is valid."""
        return Answer(self.lines, self.showing, self.minutes)


class TakingOffForm(Form):
    """Which line goes off the list, by its key, and why."""

    line = RadioField("Which line", validate_choice=False)
    reason = StringField(
        "Why",
        [DataRequired("Say in a few words why it is not right."), at_most(LONGEST_REASON)],
        filters=[one_line],
    )

    def validate_line(self, field: RadioField) -> None:
        """One must be chosen."""
        if not field.data:
            raise ValidationError("Choose the line that is not right.")


class OwnLineForm(ShowingForm):
    """A line of one's own."""

    kind = SelectField(
        "What you did",
        choices=[SelectChoice(kind.value, words) for kind, words in _KINDS],
        default=Labour.CAPTIONS.value,
    )
    what = StringField("In a few words", filters=[one_line], validators=[at_most(LONGEST_WHAT)])
    minutes = NumberField("Minutes", [Optional(), NumberRange(1, MOST_MINUTES, message=_MINUTES)])

    def validate_what(self, field: StringField) -> None:
        """Something else needs a word on what it was."""
        if self.kind.data == Labour.OTHER.value and not can_be_seen(field.data or ""):
            raise ValidationError("Say in a few words what it was.")

    @property
    def own_line(self) -> OwnLine:
        """The line, once it is valid."""
        kind = Labour(self.kind.data)
        return OwnLine(kind, self.what.data or "", self.minutes.data, self.showing)
