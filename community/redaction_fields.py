"""The form with which words are taken out of a text for ever."""

from typing import Any

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from .fields import at_most, one_line, words
from .marks import BAR
from .redaction import FEWEST, LONGEST_WORDS

LONGEST_WHY = 300


class RedactionForm(Form):
    """Which words, and why; `whole` are the versions that are to go altogether."""

    words = TextAreaField(
        "The words",
        [DataRequired("Write the words that are to go."), at_most(LONGEST_WORDS)],
        filters=[words],
    )
    why = StringField(
        "Why",
        [DataRequired("Say in a word why, without the words themselves."), at_most(LONGEST_WHY)],
        filters=[one_line],
    )

    def validate_words(self, field: Any) -> None:
        """More than a letter, and not the bar itself."""
        if len("".join((field.data or "").split())) < FEWEST:
            raise ValidationError("One letter stands almost everywhere. Give more of the words.")
        if BAR in (field.data or ""):
            raise ValidationError("Leave out what was taken out before.")

    def say_not_there(self) -> None:
        """Say beside the words that they were not found."""
        self.words.errors = ["These words do not stand here. Copy them as they are written."]
