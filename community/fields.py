"""Fields that forms of several features share, and how typed text is read."""

from wtforms import IntegerField
from wtforms.validators import Length

from .text import clean, line


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


class NumberField(IntegerField):
    """A whole number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is wrong in our own words."""
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError("Write a whole number here.") from None
