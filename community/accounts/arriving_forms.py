"""What people send to become members: who they are, and then a password."""

from wtforms import HiddenField

from community.agreement import AgreeingForm

from .arriving import Asking
from .fields import ZoneField, address_field, name_field
from .forms import ChosenPassword
from .handles import read_address
from .joining import Joiner
from .strangers import StrangersForm


class SignUpForm(StrangersForm, AgreeingForm):
    """What it takes to ask for an account."""

    name = name_field("Your name")
    email = address_field()
    zone = ZoneField("Your time zone")
    next = HiddenField()
    invitation = HiddenField()

    def asking(self, *, leads_to: str) -> Asking:
        """What they ask for."""
        email, key = read_address(self.email.data or "")
        joiner = Joiner(name=self.name.data or "", email=email, email_key=key, zone=self.zone.data)
        return Asking(joiner, leads_to, self.agreed_to)


class FinishForm(ChosenPassword):
    """The password of the new account; without one, they sign in by letters."""

    is_password_needed = False
