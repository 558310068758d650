"""A hand as it is raised: input becomes a kind and a way, or is sent back with a sentence."""

from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf

from .models import HandKind, Way


class HandForm(Form):
    """The way is chosen, and the button that is pressed says the kind."""

    way = RadioField(
        "How would you say it?",
        choices=[
            SelectChoice(Way.VOICE.value, "By voice"),
            SelectChoice(Way.TEXT.value, "In writing"),
        ],
        default=Way.VOICE.value,
    )
    kind = StringField(
        "What it is", [AnyOf(list(HandKind), message="Say what you raise your hand for.")]
    )

    @property
    def chosen(self) -> tuple[HandKind, Way]:
        """What was chosen, once it is valid."""
        return HandKind(self.kind.data or ""), Way(self.way.data)
