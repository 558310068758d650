"""Answers as they are typed: input becomes a frozen draft or is sent back with a sentence."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, Length, ValidationError

from community.accounts.fields import ZoneField, address_field, name_field
from community.accounts.guests import Caller
from community.accounts.handles import read_address
from community.accounts.strangers import StrangersForm
from community.agreement import AgreeingForm, AgreementField
from community.text import clean

from .guest_answers import Wish
from .models import Answer
from .rsvps import LONGEST_NEEDS, LONGEST_NOTE, AnswerDraft

_CHOICES = {Answer.GOING.value, Answer.MAYBE.value, Answer.CANNOT.value}
_WHICH = "Choose going, maybe or can’t."


def _text(value: str | None) -> str:
    return clean(value or "").strip()


def _needs_field() -> TextAreaField:
    return TextAreaField(
        "Access needs",
        filters=[_text],
        validators=[Length(max=LONGEST_NEEDS, message="At most 1,000 characters fit here.")],
    )


def _note_field() -> TextAreaField:
    return TextAreaField(
        "Note to the facilitators",
        filters=[_text],
        validators=[Length(max=LONGEST_NOTE, message="At most 500 characters fit here.")],
    )


class _Answering(Form):
    """What both forms ask. `details` says that the fields behind the fold were on the page."""

    answer = StringField("Your answer")
    access_needs = _needs_field()
    shows_name = BooleanField("Show my name to others")
    details = HiddenField()

    def validate_answer(self, field: StringField) -> None:
        """One of the three; nobody puts themselves on the waiting list by name."""
        if field.data not in _CHOICES:
            raise ValidationError(_WHICH)

    @property
    def asked_details(self) -> bool:
        """Whether the page asked for more than the answer."""
        return bool(self.details.data)


class AnswerForm(_Answering):
    """Going, maybe or can't for one sitting."""

    note = _note_field()

    def draft(self) -> AnswerDraft:
        """What was answered, once it is valid."""
        asked = self.asked_details
        return AnswerDraft(
            Answer(self.answer.data or ""),
            note=self.note.data if asked else None,
            access_needs=self.access_needs.data if asked else None,
            shows_name=self.shows_name.data if asked else None,
        )


class GuestForm(Form):
    """How a guest is called, and the zone their times are shown in."""

    name = name_field("Your name")
    zone = ZoneField("Your time zone")


class GuestAnswerForm(StrangersForm, GuestForm, AgreeingForm):
    """An answer for one sitting with a name and an address, from anybody."""

    answer = RadioField(
        "Your answer",
        [InputRequired(_WHICH)],
        validate_choice=False,
        choices=[
            SelectChoice(Answer.GOING.value, "Going"),
            SelectChoice(Answer.MAYBE.value, "Maybe"),
            SelectChoice(Answer.CANNOT.value, "Can’t"),
        ],
    )
    email = address_field()
    note = _note_field()
    access_needs = _needs_field()
    shows_name = BooleanField("Show my name to others who can see this call")

    def validate_answer(self, field: RadioField) -> None:
        """One of the three."""
        if field.data not in _CHOICES:
            raise ValidationError(_WHICH)

    def validate_code(self, field: AgreementField) -> None:
        """Nobody must agree to anything to stay away."""
        if self.answer.data != Answer.CANNOT.value:
            super().validate_code(field)

    def caller(self) -> Caller:
        """Who they say they are, once it is valid."""
        email, key = read_address(self.email.data or "")
        return Caller(self.name.data or "", email, key, self.zone.data)

    def wish(self) -> Wish:
        """What they would like to answer, once it is valid."""
        return Wish(
            Answer(self.answer.data),
            note=self.note.data or "",
            access_needs=self.access_needs.data or "",
            shows_name=bool(self.shows_name.data),
            accepted=self.agreed_to if self.answer.data != Answer.CANNOT.value else None,
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
