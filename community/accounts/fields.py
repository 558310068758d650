"""Fields that several forms share: names, zones, addresses, and how each is checked."""

import unicodedata
from collections.abc import Callable

from wtforms import EmailField, Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, Length, StopValidation

from community.clock import zone_names
from community.text import line

from .handles import read_address

_LONGEST_NAME = 80
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


def name_field(label: str, *, longest: int = _LONGEST_NAME) -> StringField:
    """The name of a person or of the community."""
    needed = InputRequired("Write a name here.")
    fits = Length(max=longest, message=f"Use at most {longest} characters.")
    return StringField(label, [needed, says_something, fits], filters=[one_line])


def zone_field(label: str) -> SelectField:
    """One of the IANA zones."""
    return SelectField(
        label,
        [InputRequired("Choose a time zone.")],
        choices=[SelectChoice(name, name) for name in sorted(zone_names())],
        default="UTC",
        validate_choice=True,
    )


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
