"""Whom to invite to a draft, and to what."""

from wtforms import Form, RadioField, StringField
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community.fields import one_line

from .invitation_models import MayDo

_WORDS = {MayDo.READ: "Read it", MayDo.WRITE: "Write with me"}


class InvitationForm(Form):
    """A member by handle or name; `handle` is chosen among those whom a name may mean."""

    who = StringField(
        "Whom",
        [check.DataRequired("Write a name or a handle."), check.Length(max=80)],
        [one_line],
    )
    handle = RadioField("Whom do you mean?", choices=[], validate_choice=False)
    may = RadioField(
        "What they may do",
        choices=[SelectChoice(one.value, told) for one, told in _WORDS.items()],
        default=MayDo.READ.value,
    )

    def wish(self) -> MayDo:
        """What they are invited to, once it is valid."""
        return MayDo(self.may.data)
