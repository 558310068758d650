"""A contact, and how a version is published, as they are typed."""

from datetime import date

from wtforms import DateField, Form, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, Optional

from community.accounts.fields import address_field, line_or_none, name_field, one_line
from community.accounts.handles import read_address
from community.accounts.models import Member
from community.fields import at_most, counted

from .contacts import ContactDraft
from .models import Change
from .publishing import Announcement


class ContactForm(Form):
    """Who they are, their own address, and which member they are, if they have an account."""

    name = name_field("Name")
    address = address_field()
    words = StringField(
        "A few words",
        [Optional(), at_most(200)],
        filters=[one_line],
    )
    handle = StringField("Handle", [Optional()], filters=[line_or_none])

    def draft(self, member: Member | None) -> ContactDraft:
        """The contact as it is to be; `member` is who has the handle."""
        address, _ = read_address(self.address.data or "")
        return ContactDraft(self.name.data or "", address, self.words.data or "", member)


class PublicationForm(Form):
    """How the draft is published."""

    edits = HiddenField(default="0")
    change = RadioField(
        "What kind of change it is",
        [InputRequired("Choose what kind of change it is.")],
        choices=[
            SelectChoice(Change.MATERIAL.value, "Material: what it means changes"),
            SelectChoice(Change.EDITORIAL.value, "Editorial: only its words change"),
        ],
    )
    summary = StringField(
        "What changed, in a line",
        [DataRequired("Say in a line what changed."), at_most(200)],
        filters=[one_line],
    )
    effective_on = DateField("Takes effect on", [InputRequired("Choose a day.")])

    def announcement(self) -> Announcement:
        """How it is published, once the form is valid."""
        day = self.effective_on.data or date.max
        return Announcement(Change(self.change.data), self.summary.data or "", day)

    def read_edits(self) -> int:
        """Which draft was looked at."""
        return counted(self.edits.data)
