"""Fields that several forms share: names, zones, addresses, and how each is checked."""

import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import EmailField, Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, Length, StopValidation

from community.clock import usual_zones, zone, zone_names
from community.text import line

from .brought_names import LONGEST_NAME
from .handles import read_address

_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
_JOINERS = "\u200c\u200d"  # some scripts need them inside a word


def one_line(value: str | None) -> str:
    """A field's text as one line, without signs that cannot be seen."""
    return "".join(
        sign
        for sign in line(value or "")
        if sign in _JOINERS or unicodedata.category(sign) not in _INVISIBLE
    ).strip(_JOINERS + " ")


def says_something(_form: Form, field: Field) -> None:
    """At least one letter, digit or picture must be left."""
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in field.data or ""):
        raise StopValidation("Write at least one letter here.")


def read_by(read: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """A validator that lets `read` judge the text and shows its sentence."""

    def check(_form: Form, field: Field) -> None:
        try:
            read(field.data or "")
        except ValueError as wrong:
            raise StopValidation(str(wrong)) from wrong

    return check


def name_field(label: str, *, longest: int = LONGEST_NAME) -> StringField:
    """The name of a person or of the community."""
    needed = InputRequired("Write a name here.")
    fits = Length(max=longest, message=f"Use at most {longest} characters.")
    return StringField(label, [needed, says_something, fits], filters=[one_line])


class ZoneField(SelectField):
    """A list of zones under their present names; one's own stays in it whatever it is called."""

    def __init__(self, label: str, **given: Any) -> None:
        needed = [InputRequired("Choose a time zone."), read_by(zone)]
        choices = [SelectChoice(name, name) for name in usual_zones()]
        super().__init__(
            label, needed, choices=choices, default="UTC", validate_choice=False, **given
        )

    def process(self, *args: Any, **given: Any) -> None:
        """Take the value, and offer it too."""
        super().process(*args, **given)
        if self.data in zone_names() and self.data not in usual_zones():
            self.choices = [*(self.choices or ()), SelectChoice(self.data, self.data)]


def address_field() -> EmailField:
    """An e-mail address for an account."""
    needed = InputRequired("Write your e-mail address here.")
    return EmailField("E-mail address", [needed, read_by(read_address)], filters=[stripped])


def stripped(value: str | None) -> str:
    """A field's text without blanks around it."""
    return (value or "").strip()


def line_or_none(value: str | None) -> str | None:
    """A field's text as one line; None where nothing is left."""
    return one_line(value) or None
