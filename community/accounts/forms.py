"""What people send about themselves and the community: checked, and made into drafts."""

from collections.abc import Container, Sequence
from typing import Any

from wtforms import (
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, Length, Optional

from community.text import LONGEST_SOURCE

from . import passwords
from .colour import read_accent
from .fields import (
    ZoneField,
    address_field,
    line_or_none,
    name_field,
    one_line,
    read_by,
    stripped,
)
from .handles import read_address, read_handle
from .joining import Joiner
from .models import Role, Starters
from .profiles import Profile
from .setting_up import Founding
from .stewardship import CommunityDraft


class AddressForm(Form):
    """The address of an account."""

    email = EmailField(
        "E-mail address", [InputRequired("Write your e-mail address here.")], filters=[stripped]
    )
    next = HiddenField()

    def email_key(self) -> str:
        """The key the address would have; one that is none fits no account."""
        try:
            return read_address(self.email.data or "")[1]
        except ValueError:
            return (self.email.data or "").casefold()[:254]


class SignInForm(AddressForm):
    """An address and a password."""

    password = PasswordField("Password", [InputRequired("Write your password here.")])


class ConfirmationForm(Form):
    """The password once more."""

    password_again = PasswordField("Password", [InputRequired("Write your password here.")])
    next = HiddenField()


class NewPassword(Form):
    """Forms with a `password` that is to be kept: it must be good enough for this person."""

    def own_words(self) -> Sequence[str]:
        """What a guesser knows of the person and the place."""
        return ()

    def validate_password(self, field: Field) -> None:
        """Refuse a weak one with a sentence."""
        weak = passwords.weakness(field.data or "", self.own_words())
        if weak:
            raise ValidationError(weak)


class ChosenPassword(NewPassword):
    """A password, and nothing else. `own` are the person's own words and the community's name."""

    password = PasswordField("Password")
    is_password_needed = True

    def __init__(self, *args: Any, own: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = own

    def own_words(self) -> Sequence[str]:
        """Name, address, handle and the community's name."""
        return self._own

    def validate_password(self, field: Field) -> None:
        """Refuse a weak one; none at all only where one is needed."""
        if self.is_password_needed or field.data:
            super().validate_password(field)


class SetUpForm(NewPassword):
    """The community and its first steward."""

    community_name = name_field("Name of the community")
    zone = ZoneField("Time zone of the community")
    name = name_field("Your name")
    email = address_field()
    password = PasswordField("Password", [InputRequired("Choose a password.")])
    content = RadioField(
        "Begin with",
        [InputRequired("Choose how to begin.")],
        choices=[SelectChoice("sample", "Sample content"), SelectChoice("empty", "An empty house")],
        default="sample",
    )

    def own_words(self) -> Sequence[str]:
        """Name, address and the community's name."""
        return (self.name.data or "", self.email.data or "", self.community_name.data or "")

    def draft(self) -> Founding:
        """The community to be; its steward lives in its zone until they say otherwise."""
        email, key = read_address(self.email.data or "")
        steward = Joiner(name=self.name.data or "", email=email, email_key=key, zone=self.zone.data)
        return Founding(
            name=self.community_name.data or "",
            zone=self.zone.data,
            steward=steward,
            with_sample=self.content.data == "sample",
        )


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

    def draft(self) -> Profile:
        """The profile as it is to be."""
        return Profile(
            name=self.name.data or "",
            pronouns=self.pronouns.data,
            handle=read_handle(self.handle.data or ""),
            zone=self.zone.data,
        )


class PasswordForm(NewPassword):
    """The present password and another one."""

    old_password = PasswordField("Present password", [InputRequired("Write your password here.")])
    password = PasswordField("New password", [InputRequired("Choose a password.")])

    def __init__(self, *args: Any, own: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = own

    def own_words(self) -> Sequence[str]:
        """The member's name, address and handle, and the community's name."""
        return self._own


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

    def draft(self) -> CommunityDraft:
        """The settings as they are to be."""
        return CommunityDraft(
            name=self.name.data or "",
            description=self.description.data or "",
            zone=self.zone.data,
            wordmark=self.wordmark.data,
            accent=read_accent(self.accent.data) if self.accent.data else None,
            starters=Starters(self.starters.data),
        )


class RoleForm(Form):
    """Which role to entrust: one of those the member does not hold."""

    role = SelectField("Role", [InputRequired("Choose a role.")])

    def __init__(self, *args: Any, held: Container[Role] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            SelectChoice(role.value, role.value.capitalize()) for role in Role if role not in held
        ]
