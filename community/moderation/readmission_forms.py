"""What responders type of what follows a ruling: answers to requests, and looks at a ban."""

from wtforms import Form, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.fields import at_most
from community.fields import words as as_typed

from .forms import LONGEST
from .readmission_models import Answered


class ReplyForm(Form):
    """What one says of a request to be let in again."""

    outcome = RadioField(
        "I say they are",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Answered.LET_IN.value, "let in again"),
            SelectChoice(Answered.NOT_YET.value, "not let in yet"),
        ],
    )
    words = TextAreaField(
        "Reasons, for whoever asked",
        [DataRequired("Write why."), at_most(LONGEST)],
        filters=[as_typed],
    )
    for_reporter = TextAreaField(
        "What whoever reported is told", [at_most(LONGEST)], filters=[as_typed]
    )

    def validate_for_reporter(self, field: TextAreaField) -> None:
        """Whoever reported does not meet them unawares."""
        if self.outcome.data == Answered.LET_IN and not field.data:
            raise ValidationError("Write what whoever reported is told.")


class LookForm(Form):
    """Why a ban stands."""

    why = TextAreaField(
        "Why it stands, for the responders",
        [DataRequired("Write why."), at_most(LONGEST)],
        filters=[as_typed],
    )
