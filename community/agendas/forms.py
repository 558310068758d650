"""Items as they are typed: input becomes a frozen draft or is sent back with a sentence."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from community.accounts.fields import says_something
from community.accounts.models import Member
from community.accounts.queries import member_by_handle
from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.fields import NumberField, at_most, counted, one_line, words

from .drafts import USUAL_MINUTES, ItemDraft
from .editions import LONGEST_NOTE
from .empty_rules import MOST_HOURS
from .fields import minutes_field, title_field
from .kept_templates import LONGEST_ABOUT, LONGEST_NAME
from .models import LONGEST_WHY, ItemKind

LONGEST_BODY = 10_000
LONGEST_SIDE = 2000
MOST_OWNERS = 6
_KINDS = [
    SelectChoice(ItemKind.DISCUSS.value, "Discuss: we think about it together"),
    SelectChoice(ItemKind.DECIDE.value, "Decide: we choose at the end"),
    SelectChoice(ItemKind.INFORM.value, "Inform: somebody tells, we may ask"),
    SelectChoice(ItemKind.CHECK_IN.value, "Check-in: everybody says a little"),
]


class MembersField(StringField):
    """Handles of members, with commas or blanks between them; `members` are whom they name."""

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, [Optional()], filters=[one_line], **given)
        self.members: tuple[Member, ...] = ()

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002, FBT001
        """Look everybody up. Raises `ValidationError` for whom nobody knows."""
        given = (self.data or "").replace(",", " ").split()
        handles = [handle.removeprefix("@") for handle in given]
        if len(handles) > MOST_OWNERS:
            raise ValidationError(f"Name at most {MOST_OWNERS} people.")
        found = {handle: member_by_handle(handle) for handle in handles}
        unknown = next((handle for handle, member in found.items() if member is None), None)
        if unknown is not None:
            raise ValidationError(f"There is no member called “{unknown}”.")
        self.members = tuple(member for member in found.values() if member is not None)


class ItemForm(Form):
    """An item as whoever proposes it writes it."""

    version = HiddenField(default="0")
    title = title_field()
    kind = RadioField(
        "What it asks of people",
        [InputRequired("Choose what it asks of people.")],
        choices=_KINDS,
        default=ItemKind.DISCUSS.value,
    )
    minutes = minutes_field()
    body = TextAreaField("What it is about", [at_most(LONGEST_BODY)], filters=[words])
    for_people = TextAreaField("What it does for people", [at_most(LONGEST_SIDE)], filters=[words])
    for_business = TextAreaField(
        "What it does for the business", [at_most(LONGEST_SIDE)], filters=[words]
    )
    leads = BooleanField("I would lead it")
    disclosure = FormField(DisclosureForm)

    def __init__(self, *args: Any, last: Said | None = None, asks: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure

    def said(self) -> Said | None:
        """What was said about tools, where it was asked."""
        return self.disclosure.form.said() if "disclosure" in self._fields else None

    def draft(self, owners: tuple[int, ...] = ()) -> ItemDraft:
        """The item as it is to be, once it is valid."""
        return ItemDraft(
            title=self.title.data or "",
            body=self.body.data or "",
            kind=ItemKind(self.kind.data),
            minutes=self.minutes.data or USUAL_MINUTES,
            for_people=self._column("for_people"),
            for_business=self._column("for_business"),
            owners=owners,
        )

    def _column(self, name: str) -> str:
        """What was typed in one of the two columns, where it was asked for."""
        return str(self[name].data or "") if name in self else ""

    def read_version(self) -> int:
        """Which version of the item was read."""
        return counted(self.version.data)


class GuestProposalForm(ItemForm):
    """An item as a guest proposes it."""

    version = None  # type: ignore[assignment]
    for_people = None  # type: ignore[assignment]
    for_business = None  # type: ignore[assignment]


class AgendaItemForm(ItemForm):
    """An item as a facilitator writes it: with who leads it, and whether it is off the record."""

    leads = None  # type: ignore[assignment]
    owners = MembersField("Led by")
    is_off_record = BooleanField("Off the record")

    def draft(self, owners: tuple[int, ...] = ()) -> ItemDraft:
        """The item as it is to be, once it is valid."""
        plain = super().draft(owners or tuple(sorted({m.id for m in self.owners.members})))
        return ItemDraft(
            **{name: getattr(plain, name) for name in ItemDraft.__slots__}
            | {"is_off_record": bool(self.is_off_record.data)}
        )


class PublicationForm(Form):
    """What is new in an edition, whether a tool was involved, and which draft was looked at."""

    version = HiddenField(default="0")
    note = StringField("What is new, in a line", [at_most(LONGEST_NOTE)], filters=[one_line])
    disclosure = FormField(DisclosureForm)

    def read_version(self) -> int:
        """Which version of the draft was looked at."""
        return counted(self.version.data)


class TemplateForm(Form):
    """What a template is called, and what it is good for."""

    name = StringField(
        "Name",
        [DataRequired("Give it a name."), says_something, at_most(LONGEST_NAME)],
        filters=[one_line],
    )
    about = StringField("What it is good for", [at_most(LONGEST_ABOUT)], filters=[one_line])


class WhyForm(Form):
    """A word on why something is declined."""

    why = TextAreaField(
        "Why",
        [DataRequired("Say in a word why."), says_something, at_most(LONGEST_WHY)],
        filters=[words],
    )


def fields_of(draft: ItemDraft, owners: list[Member], version: int) -> Mapping[str, Any]:
    """What fills a form of an item that is there."""
    return {
        "title": draft.title,
        "kind": draft.kind.value,
        "minutes": draft.minutes,
        "body": draft.body,
        "for_people": draft.for_people,
        "for_business": draft.for_business,
        "version": str(version),
        "owners": ", ".join(owner.handle for owner in owners),
        "is_off_record": draft.is_off_record,
    }


class EmptyRuleForm(Form):
    """How long before its start a call with nothing on its agenda is cancelled."""

    hours = NumberField(
        "Hours before the start",
        [
            InputRequired("Say how many hours before."),
            NumberRange(1, MOST_HOURS, message=f"Between 1 and {MOST_HOURS} hours."),
        ],
    )
