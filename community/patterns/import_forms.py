"""The form for a pattern that somebody brings."""

from wtforms import FileField, Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import ValidationError

from community.fields import at_most, one_line

from .importing import LINK_ONLY


class ImportForm(Form):
    """A file or its text, where it is from and under which licence."""

    file = FileField("File")
    text = TextAreaField("Or its text")
    url = StringField("Where it is from", [at_most(500)], filters=[one_line])
    licence = RadioField(
        "Its licence",
        choices=[
            SelectChoice("CC BY-SA 4.0", "CC BY-SA 4.0"),
            SelectChoice("CC BY 4.0", "CC BY 4.0"),
            SelectChoice("CC0", "CC0"),
            SelectChoice(LINK_ONLY, "Another one, or I don’t know"),
        ],
        validate_choice=False,
    )

    @property
    def said(self) -> str | None:
        """Under which licence they say it is: nothing by that name for one they don’t know, None
        where they say nothing.
        """
        if self.licence.data == LINK_ONLY:
            return ""
        return self.licence.data or None

    def validate_url(self, field: StringField) -> None:
        """An address that a browser may be sent to."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Write an address that begins with https://.")
