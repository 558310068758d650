"""Answers as they are typed: input becomes a frozen draft or is sent back with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from community.text import clean

from .models import Answer
from .rsvps import LONGEST_NEEDS, LONGEST_NOTE

_CHOICES = {Answer.GOING.value, Answer.MAYBE.value, Answer.CANNOT.value}


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What was answered; None where the form did not ask."""

    answer: Answer
    note: str | None
    access_needs: str | None
    shows_name: bool | None


def _text(value: str | None) -> str:
    return clean(value or "").strip()


class _Answering(Form):
    """What both forms ask. `details` says that the fields behind the fold were on the page."""

    answer = StringField("Your answer")
    access_needs = TextAreaField(
        "Access needs",
        filters=[_text],
        validators=[Length(max=LONGEST_NEEDS, message="At most 1,000 characters fit here.")],
    )
    shows_name = BooleanField("Show my name to others")
    details = HiddenField()

    def validate_answer(self, field: StringField) -> None:
        """One of the three; nobody puts themselves on the waiting list by name."""
        if field.data not in _CHOICES:
            raise ValidationError("Choose going, maybe or can’t.")

    @property
    def asked_details(self) -> bool:
        """Whether the page asked for more than the answer."""
        return bool(self.details.data)


class AnswerForm(_Answering):
    """Going, maybe or can't for one sitting."""

    note = TextAreaField(
        "Note to the facilitators",
        filters=[_text],
        validators=[Length(max=LONGEST_NOTE, message="At most 500 characters fit here.")],
    )

    def draft(self) -> AnswerDraft:
        """What was answered, once it is valid."""
        asked = self.asked_details
        return AnswerDraft(
            Answer(self.answer.data or ""),
            note=self.note.data if asked else None,
            access_needs=self.access_needs.data if asked else None,
            shows_name=self.shows_name.data if asked else None,
        )


class SeriesAnswerForm(_Answering):
    """Going, maybe or can't for every date of a series, at one time of day or at all of them."""

    position = StringField("Which time")

    def draft(self) -> AnswerDraft:
        """What was answered, once it is valid."""
        asked = self.asked_details
        return AnswerDraft(
            Answer(self.answer.data or ""),
            note=None,
            access_needs=self.access_needs.data if asked else None,
            shows_name=self.shows_name.data if asked else None,
        )

    def read_position(self) -> int | None:
        """The time of day from 0; None for all of them."""
        return position_in({"position": self.position.data})


def position_in(values: Mapping[str, Any]) -> int | None:
    """The time of day in a posted form, None where it names none."""
    given = str(values.get("position") or "")
    return int(given) if given in {"0", "1", "2"} else None
