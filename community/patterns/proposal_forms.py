"""Agreeing to what proposing a pattern means."""

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput

from .curation_forms import MaybeWhyForm, seen_field


class ProposalForm(MaybeWhyForm):
    """Agreeing to the licence, for the revision that was read."""

    agreed = SelectMultipleField(
        "Licence",
        [Length(min=1, message="Agree to the licence first: others must be able to build on it.")],
        choices=[SelectChoice("yes", "I share it under CC BY-SA 4.0")],
        option_widget=CheckboxInput(),
    )
    seen = seen_field()
