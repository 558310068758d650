"""What is said of a pattern in use, as it is typed."""

from wtforms import Form, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf, DataRequired, NumberRange, Optional, ValidationError

from community.accounts.fields import one_line, says_something
from community.disclosures.fields import DisclosureForm
from community.fields import NumberField, at_most, secure_address, words

from .known_use_models import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_WORD,
    LONGEST_WORDS,
    UseState,
)
from .known_uses import UseDraft
from .use_models import Shown, Using

_USING = {
    Using.USING: "We use it",
    Using.WISH: "We want to try it",
    Using.STOPPED: "We have stopped",
    Using.UNFIT: "It did not fit",
}
_SHOWN = {
    Shown.COUNTED: "Count me, without my name",
    Shown.PUBLIC: "Show my name",
    Shown.PRIVATE: "Keep it to myself",
}
_STATES = {
    UseState.USING: "It is used",
    UseState.STOPPED: "It was used, and has been stopped",
    UseState.TRIED: "It was tried",
}


class UseMarkForm(Form):
    """How far somebody has come, and who may know."""

    using = RadioField(
        "How far have you come?",
        [AnyOf(_USING, "Say how far you have come.")],
        choices=[SelectChoice(value.value, words) for value, words in _USING.items()],
        default=Using.USING.value,
        validate_choice=False,
    )
    shown = RadioField(
        "Who may know?",
        [AnyOf(_SHOWN, "Say who may know.")],
        choices=[SelectChoice(value.value, words) for value, words in _SHOWN.items()],
        default=Shown.COUNTED.value,
        validate_choice=False,
    )


class KnownUseForm(Form):
    """Where a pattern is used, and how it went; changed, of what was read."""

    seen = StringField()

    organisation = StringField(
        "Organisation",
        [DataRequired("Say which organisation."), says_something, at_most(LONGEST_NAME)],
        filters=[one_line],
    )
    place = StringField("Where in it", [at_most(LONGEST_NAME)], filters=[one_line])
    url = StringField(
        "Where one can see it",
        [at_most(LONGEST_ADDRESS), Optional(), secure_address],
        filters=[one_line],
    )
    since = NumberField(
        "Since which year",
        [Optional(), NumberRange(1900, 2200, message="Write a year, such as 2024.")],
    )
    state = RadioField(
        "Is it still used there?",
        [AnyOf(_STATES, "Say whether it is still used there.")],
        choices=[SelectChoice(value.value, words) for value, words in _STATES.items()],
        default=UseState.USING.value,
        validate_choice=False,
    )
    adapted = TextAreaField("What was adapted", [at_most(LONGEST_WORDS)], filters=[words])
    limits = TextAreaField("Where it did not fit", [at_most(LONGEST_WORDS)], filters=[words])
    disclosure = FormField(DisclosureForm)

    this_year = 2200  # nothing was used after it

    def validate_since(self, field: NumberField) -> None:
        """A year that has begun."""
        if field.data and field.data > self.this_year:
            raise ValidationError("This year is still to come.")

    def draft(self) -> UseDraft:
        """What was said, once it is valid."""
        return UseDraft(
            organisation=self.organisation.data or "",
            state=UseState(self.state.data),
            place=self.place.data or "",
            url=self.url.data or "",
            since=self.since.data,
            adapted=self.adapted.data or "",
            limits=self.limits.data or "",
        )


class LinkForm(Form):
    """Where a link has gone."""

    url = StringField(
        "Where one can see it now",
        [DataRequired("Say where it is."), at_most(LONGEST_ADDRESS), secure_address],
        filters=[one_line],
    )


class WordForm(Form):
    """A word on how one knows, of what was read."""

    seen = StringField()
    word = StringField("How do you know?", [at_most(LONGEST_WORD)], filters=[one_line])
