"""Fields that say what an item is called and how long it needs, wherever one is added."""

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from community.accounts.fields import says_something
from community.fields import NumberField, at_most, one_line

from .drafts import USUAL_MINUTES
from .models import LONGEST_TITLE


def title_field() -> StringField:
    """What an item is called."""
    return StringField(
        "Title",
        [DataRequired("Give it a title."), says_something, at_most(LONGEST_TITLE)],
        filters=[one_line],
    )


def minutes_field() -> NumberField:
    """How many minutes an item needs, from 1 to 480."""
    return NumberField(
        "Minutes",
        [
            InputRequired("Say how many minutes it needs."),
            NumberRange(1, 480, message="Between 1 and 480 minutes."),
        ],
        default=USUAL_MINUTES,
    )
