"""What members send about their account: another address, an invitation to join, its end."""

from datetime import timedelta

from wtforms import Form, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import InputRequired, NumberRange

from .fields import address_field
from .handles import read_address
from .inviting import MOST_USES


class NewAddressForm(Form):
    """The address to move to."""

    email = address_field()

    def address(self) -> tuple[str, str]:
        """As it was written, and its key."""
        return read_address(self.email.data or "")


class InvitingForm(Form):
    """For how long, and for how many people, an invitation to join holds."""

    days = SelectField(
        "It ends after",
        [InputRequired("Choose when it ends.")],
        choices=[
            SelectChoice("1", "a day"),
            SelectChoice("7", "a week"),
            SelectChoice("30", "a month"),
            SelectChoice("90", "three months"),
        ],
        default="7",
    )
    people = IntegerField(
        "For how many people",
        [
            InputRequired(f"Write a number from 1 to {MOST_USES}."),
            NumberRange(1, MOST_USES, f"Write a number from 1 to {MOST_USES}."),
        ],
        default=1,
    )

    def lasts(self) -> timedelta:
        """How long it holds."""
        return timedelta(days=int(self.days.data))
