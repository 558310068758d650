"""A rung of the ladder as it is typed."""

from wtforms import Field, Form, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.fields import NumberField, at_most, one_line, words

from .content import Effect, Quorum, RungText
from .words import CLOSED, DECIDED_BY

LONGEST_DURATION = 3650  # days


class RungForm(Form):
    """One rung of the ladder."""

    name = StringField("Name", [DataRequired("Name this rung."), at_most(60)], filters=[one_line])
    event = TextAreaField(
        "What leads to it", [DataRequired("Say what leads to it."), at_most(1000)], [words]
    )
    consequence = TextAreaField(
        "What follows", [DataRequired("Say what follows."), at_most(1000)], [words]
    )
    repair = TextAreaField(
        "How trust comes back",
        [DataRequired("Say how trust comes back."), at_most(1000)],
        [words],
    )
    longest_days = NumberField("Longest duration in days", [Optional()])
    quorum = SelectField(
        "Who decides", choices=[SelectChoice(q.value, words) for q, words in DECIDED_BY.items()]
    )
    effects = SelectMultipleField(
        "What may be closed meanwhile",
        choices=[SelectChoice(e.value, words.capitalize()) for e, words in CLOSED.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_longest_days(self, field: Field) -> None:
        """Ten years are long enough; what is longer has no end."""
        if field.data is not None and not 0 <= field.data <= LONGEST_DURATION:
            raise ValidationError("Write a number from 0 to 3,650, or nothing.")

    def rung(self, level: int) -> RungText:
        """The rung as it was typed."""
        effects = self.effects.data or ()
        return RungText(
            level=level,
            name=self.name.data or "",
            event=self.event.data or "",
            consequence=self.consequence.data or "",
            repair=self.repair.data or "",
            longest_days=self.longest_days.data,
            quorum=Quorum(self.quorum.data),
            effects=tuple(effect for effect in Effect if effect.value in effects),
        )
