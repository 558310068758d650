"""What people send about themselves and the community: checked, and made into drafts."""

from collections.abc import Container, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired

from . import passwords
from .fields import (
    ZoneField,
    address_field,
    name_field,
    stripped,
)
from .handles import read_address
from .joining import Joiner
from .models import Role
from .setting_up import Founding


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
    library = BooleanField("Put the patterns that came with the program on the shelf", default=True)

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
            with_library=self.library.data,
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


class RoleForm(Form):
    """Which role to entrust: one of those the member does not hold."""

    role = SelectField("Role", [InputRequired("Choose a role.")])

    def __init__(self, *args: Any, held: Container[Role] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            SelectChoice(role.value, role.value.capitalize()) for role in Role if role not in held
        ]
