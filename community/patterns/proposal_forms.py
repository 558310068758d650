"""Agreeing to what proposing a pattern means."""

from wtforms import Form, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput

from community.accounts.fields import one_line
from community.fields import at_most

from .curation_forms import LONGEST_WHY


class DraftAgainForm(Form):
    """Why a pattern comes to another stage, for whoever likes to say so."""

    why = StringField("Why", [at_most(LONGEST_WHY)], filters=[one_line])


class ProposalForm(DraftAgainForm):
    """Agreeing to the licence."""

    agreed = SelectMultipleField(
        "Licence",
        [Length(min=1, message="Agree to the licence first: others must be able to build on it.")],
        choices=[SelectChoice("yes", "I share it under CC BY-SA 4.0")],
        option_widget=CheckboxInput(),
    )
