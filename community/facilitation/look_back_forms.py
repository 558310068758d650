"""The two boxes at the end of a call, and why words are taken out of them."""

from wtforms import Form, StringField, TextAreaField

from community.fields import at_most, one_line, words

from .look_back_models import LONGEST_WORDS


class LookBackForm(Form):
    """What worked well and what to do differently; either may stay empty."""

    worked = TextAreaField("Worked well", [at_most(LONGEST_WORDS)], filters=[words])
    differently = TextAreaField("Do differently", [at_most(LONGEST_WORDS)], filters=[words])


class TakingOutForm(Form):
    """A word on why."""

    reason = StringField("Why", [at_most(300)], filters=[one_line])
