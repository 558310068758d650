"""What a pattern has to do with another, as it is typed, and as it is suggested."""

from typing import Any

from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.fields import at_most, one_line

from .models import Relation
from .relating import MUST_SAY_HOW


class RelationForm(Form):
    """The kind, the other by title or address, and a note; `slug` is chosen among those that the
    words may mean.
    """

    kind = SelectField(
        "This pattern",
        choices=[
            SelectChoice(one.value, _words)
            for one, _words in (
                (Relation.PART_OF, "is part of"),
                (Relation.USES, "uses"),
                (Relation.COMPLEMENTS, "complements"),
                (Relation.ALTERNATIVE, "is an alternative to"),
                (Relation.TENSION, "is in tension with"),
                (Relation.CONTRADICTS, "contradicts"),
                (Relation.SUPERSEDES, "supersedes"),
                (Relation.ADAPTED, "is adapted from"),
            )
        ],
    )
    other = StringField(
        "The other pattern",
        [check.DataRequired("Write its title, or words that are in it."), check.Length(max=200)],
        [one_line],
    )
    slug = RadioField("Which do you mean?", choices=[], validate_choice=False)
    note = StringField("How", [at_most(300)], [one_line])

    def validate_note(self, field: StringField) -> None:
        """Two kinds are nothing without it."""
        if self.kind.data in MUST_SAY_HOW and not field.data:
            raise ValidationError("Say in a sentence where the two pull apart.")

    def said(self) -> Relation:
        """The kind, once it is valid."""
        return Relation(self.kind.data)


class RelationSuggestionForm(RelationForm):
    """The same, as it is suggested to those who decide; and what they should take away."""

    other = StringField("The other pattern", [check.Length(max=200)], [one_line])
    away = SelectMultipleField(
        "Take away",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    why = StringField("Why, for those who decide", [at_most(200)], [one_line])
    once = HiddenField()

    def validate_note(self, field: StringField) -> None:
        """Where something would be said."""
        if self.other.data:
            super().validate_note(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Something would be other than it is."""
        fine = super().validate(extra_validators)
        if not self.other.data and not self.away.data:
            self.form_errors.append("Name another pattern, or tick what should be taken away.")
            return False
        return fine
