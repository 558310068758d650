"""Fields that forms of several features share, and how typed text is read."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import Form, IntegerField
from wtforms.validators import Length, ValidationError

from .text import clean, line

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_TAG = 35


def words(value: str | None) -> str:
    """A field's text over several lines."""
    return clean(value or "").strip()


def one_line(value: str | None) -> str:
    """A field's text as one line."""
    return line(value or "")


def at_most(n: int) -> Length:
    """No longer than `n` characters."""
    return Length(max=n, message=f"Use at most {n:,} characters.")


def counted(given: str | None) -> int:
    """The number in a hidden field; 0 for anything that is none."""
    text = given or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def secure_address(_form: Form, field: Any) -> None:
    """Refuse what is not an address of the web that begins with https."""
    given = field.data or ""
    try:
        parts = urlsplit(given)
        fine = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:  # half an address of numbers, such as https://[::1
        fine = False
    if not fine or not given.startswith("https://") or re.search(r"[\s\x00-\x1f\x7f\\]", given):
        raise ValidationError("Write a whole address that begins with https://.")


def language_tag(_form: Form, field: Any) -> None:
    """Refuse what has not the shape of a BCP 47 tag."""
    given = field.data or ""
    if len(given) > _LONGEST_TAG or not _TAG.fullmatch(given):
        raise ValidationError("Write a language tag such as en, de or pt-BR.")


class NumberField(IntegerField):
    """A whole number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is wrong in our own words."""
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError("Write a whole number here.") from None
