"""What members choose for themselves, and stewards for the community."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, Length, Optional

from community.text import LONGEST_SOURCE

from .colour import read_accent
from .fields import ZoneField, line_or_none, name_field, one_line, read_by, stripped
from .handles import read_handle
from .models import Credit, Joining, Starters
from .profiles import Profile
from .stewardship import CommunityDraft


class ProfileForm(Form):
    """What a member says of themselves."""

    name = name_field("Your name")
    pronouns = StringField(
        "Pronouns",
        [Optional(), Length(max=40, message="Use at most 40 characters.")],
        filters=[line_or_none],
    )
    handle = StringField(
        "Handle", [InputRequired("Write a handle here."), read_by(read_handle)], filters=[one_line]
    )
    zone = ZoneField("Your time zone")
    tells_zone = BooleanField("Count it where local hours are shown")
    language = SelectField("Language", default="")
    credit = RadioField(
        "Credit me as",
        [InputRequired("Choose how you want to be credited.")],
        choices=[
            SelectChoice(Credit.NAME.value, "My name"),
            SelectChoice(Credit.OTHER.value, "Another name"),
            SelectChoice(Credit.NOBODY.value, "Nobody"),
        ],
        default=Credit.NAME.value,
    )
    credit_name = StringField(
        "The other name",
        [Length(max=80, message="Use at most 80 characters.")],
        filters=[line_or_none],
    )

    def __init__(
        self,
        *args: Any,
        languages: Mapping[str, str],
        is_name_kept: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_name_kept:
            for name in ("name", "pronouns", "handle", "credit", "credit_name"):
                del self[name]
        self.language.choices = [
            SelectChoice("", "As the community"),
            *(SelectChoice(tag, name) for tag, name in languages.items()),
        ]

    def validate_credit_name(self, field: StringField) -> None:
        """Another name must be given where one is chosen."""
        if self.credit.data == Credit.OTHER.value and not field.data:
            raise ValidationError("Write the name to credit you as.")

    def draft(self, present: Profile) -> Profile:
        """The profile as it is to be, over the `present` one."""
        own = {"zone": self.zone.data, "tells_zone": bool(self.tells_zone.data)}
        own |= {"language": self.language.data or None}
        if "name" not in self:
            return replace(present, **own)
        return Profile(
            name=self.name.data or "",
            pronouns=self.pronouns.data,
            handle=read_handle(self.handle.data or ""),
            credit=Credit(self.credit.data),
            credit_name=self.credit_name.data,
            **own,
        )


class SettingsForm(Form):
    """What a steward can change of the community."""

    name = name_field("Name of the community")
    description = TextAreaField(
        "What it is for",
        [Optional(), Length(max=LONGEST_SOURCE // 4, message="Use at most 12,500 characters.")],
    )
    zone = ZoneField("Time zone of the community")
    wordmark = StringField(
        "Wordmark",
        [Optional(), Length(max=30, message="Use at most 30 characters.")],
        filters=[line_or_none],
    )
    accent = StringField("Accent colour", [Optional(), read_by(read_accent)], filters=[stripped])
    starters = RadioField(
        "Who may start a series",
        [InputRequired("Choose who may start a series.")],
        choices=[
            SelectChoice(Starters.FACILITATORS.value, "Facilitators"),
            SelectChoice(Starters.MEMBERS.value, "Every member"),
        ],
    )
    joining = RadioField(
        "Who may join",
        [InputRequired("Choose who may join.")],
        choices=[
            SelectChoice(Joining.OPEN.value, "Everybody"),
            SelectChoice(Joining.INVITATION.value, "Who was invited"),
            SelectChoice(Joining.CLOSED.value, "Nobody"),
        ],
    )
    language = SelectField("Language", [InputRequired("Choose a language.")])

    def __init__(self, *args: Any, languages: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [SelectChoice(tag, name) for tag, name in languages.items()]

    def draft(self) -> CommunityDraft:
        """The settings as they are to be."""
        return CommunityDraft(
            name=self.name.data or "",
            description=self.description.data or "",
            zone=self.zone.data,
            wordmark=self.wordmark.data,
            accent=read_accent(self.accent.data) if self.accent.data else None,
            starters=Starters(self.starters.data),
            joining=Joining(self.joining.data),
            language=self.language.data,
        )
