"""A hand as it is raised, and an item that comes up: input, or a sentence why it is sent back."""

from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf

from community.agendas.drafts import USUAL_MINUTES, ItemDraft
from community.agendas.fields import minutes_field, title_field
from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said

from .models import HandKind, Way

_TOOLS = "disclosure"
_OF_ITEM = "item-"  # before the names of its fields about tools: a note beside it is asked as well


class NewItemForm(Form):
    """An item that comes up while a call is on: what it is called, how long, and whether a tool was
    involved.
    """

    title = title_field()
    minutes = minutes_field()
    disclosure = FormField(DisclosureForm, name=f"{_OF_ITEM}{_TOOLS}")

    def __init__(
        self, sent: MultiDict[str, str] | None = None, *, last: Said | None = None
    ) -> None:
        super().__init__(sent)
        self.disclosure.form.recall(last)

    def turn_to_draft(self) -> None:
        """Have it sent as the form does that the draft of the agenda has, filled in as it is."""
        _name_plainly(self.disclosure)

    def said(self) -> Said:
        """What was said about tools, once it is valid."""
        said: Said = self.disclosure.form.said()
        return said

    def draft(self) -> ItemDraft:
        """The item, once it is valid."""
        return ItemDraft(title=self.title.data or "", minutes=self.minutes.data or USUAL_MINUTES)


def _name_plainly(field: Field) -> None:
    field.name = field.name.removeprefix(_OF_ITEM)
    if isinstance(field, (FormField, FieldList)):
        for part in field:
            _name_plainly(part)


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
