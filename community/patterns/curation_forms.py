"""What others say of a pattern, as it is typed."""

from wtforms import Form, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf, DataRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from community.accounts.fields import one_line, says_something
from community.fields import at_most, counted, words

from .curation_models import (
    LONGEST_INTEREST,
    LONGEST_REASON,
    LONGEST_WORD,
    LONGEST_WORDS,
    LOOKED_AT,
    Verdict,
)

VERDICTS = {
    Verdict.READY: "It is ready",
    Verdict.WORK: "It needs work",
    Verdict.CONCERN: "I have a concern",
}
LONGEST_WHY = 300


class _SeenField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = counted(valuelist[0]) if valuelist else None


def seen_field() -> IntegerField:
    """The number of the revision that was read; 0 for what is none."""
    return _SeenField("Revision", [Optional()], widget=HiddenInput())


class ReviewForm(Form):
    """What one looked at, what one stands to gain, and what one thinks."""

    verdict = RadioField(
        "What do you think?",
        [AnyOf(VERDICTS, "Say what you think of it.")],
        choices=[SelectChoice(value.value, said) for value, said in VERDICTS.items()],
        validate_choice=False,
    )
    looked_at = SelectMultipleField(
        "What holds",
        choices=[SelectChoice(name, said) for name, said in LOOKED_AT.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    interest = StringField(
        "What you have to do with it",
        [
            DataRequired("Say what you have to do with it, or that it is nothing."),
            says_something,
            at_most(LONGEST_INTEREST),
        ],
        filters=[one_line],
    )
    words = TextAreaField("In your words", [at_most(LONGEST_WORDS)], filters=[words])
    seen = seen_field()


class SeenForm(Form):
    """Something said of a pattern without a word."""

    seen = seen_field()


class ReasonForm(Form):
    """A reason, or an answer to one."""

    words = TextAreaField(
        "Your reason",
        [DataRequired("Say why."), says_something, at_most(LONGEST_REASON)],
        filters=[words],
    )


class CuratorForm(Form):
    """A curator's word, with or without more words."""

    word = StringField("Why", [at_most(LONGEST_WORD)], filters=[one_line])
    seen = seen_field()


class WhyForm(Form):
    """Why a pattern comes to another stage."""

    why = StringField(
        "Why",
        [DataRequired("Say why."), says_something, at_most(LONGEST_WHY)],
        filters=[one_line],
    )


class MaybeWhyForm(Form):
    """The same, for whoever likes to say so."""

    why = StringField("Why", [at_most(LONGEST_WHY)], filters=[one_line])


class RetirementForm(WhyForm):
    """Why a pattern is retired, and what comes in its place."""

    successor = StringField("What to use in its place", [at_most(300)], filters=[one_line])
