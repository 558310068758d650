"""The form with which words are taken out of a text for ever."""

from typing import Any

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from .fields import at_most, one_line, words
from .marks import BAR
from .redaction import FEWEST, LONGEST_WORDS

LONGEST_WHY = 300


def check_words(words: str) -> None:
    """More than a letter, and not the bar itself. Raises `ValidationError`."""
    if len("".join(words.split())) < FEWEST:
        raise ValidationError("One letter stands almost everywhere. Give more of the words.")
    if BAR in words:
        raise ValidationError("Leave out what was taken out before.")


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
        check_words(field.data or "")

    def say_not_there(self) -> None:
        """Say beside the words that they were not found."""
        self.words.errors = ["These words do not stand here. Copy them as they are written."]
