"""A hand as it is raised, and an item that comes up: input, or a sentence why it is sent back."""

from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf

from community.agendas.drafts import USUAL_MINUTES, ItemDraft
from community.agendas.fields import minutes_field, title_field

from .models import HandKind, Way


class NewItemForm(Form):
    """An item that comes up while a call is on: no more than what it is called, and how long."""

    title = title_field()
    minutes = minutes_field()

    def draft(self) -> ItemDraft:
        """The item, once it is valid."""
        return ItemDraft(title=self.title.data or "", minutes=self.minutes.data or USUAL_MINUTES)


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
