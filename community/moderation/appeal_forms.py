"""What one of those who hear an appeal types."""

from wtforms import Form, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.fields import at_most, words

from .appeal_models import Outcome

_LONGEST = 5000


def _part(label: str) -> TextAreaField:
    return TextAreaField(label, [at_most(_LONGEST)], filters=[words])


class OutcomeForm(Form):
    """What one says of an appeal; another rung is a ruling of its own."""

    outcome = RadioField(
        "I say the ruling is",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Outcome.UPHELD.value, "upheld"),
            SelectChoice(Outcome.WITHDRAWN.value, "withdrawn"),
            SelectChoice(Outcome.SENT_BACK.value, "sent back, to be decided anew"),
        ],
    )
    words = TextAreaField(
        "Reasons, for whoever appealed",
        [DataRequired("Write why."), at_most(_LONGEST)],
        filters=[words],
    )
    for_reporter = _part("What whoever reported is told")

    def validate_for_reporter(self, field: TextAreaField) -> None:
        """Whoever reported hears where something is to be another way."""
        if self.outcome.data in {Outcome.WITHDRAWN, Outcome.SENT_BACK} and not field.data:
            raise ValidationError("Write what whoever reported is told.")
