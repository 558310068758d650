"""What a responder types to set something aside."""

from textwrap import shorten

from wtforms import Form, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.conduct.content import CodeText
from community.conduct.state_models import LONGEST_WHY, Content, Heard, Standing
from community.fields import at_most, words
from community.redaction import LONGEST_WORDS
from community.redaction_fields import check_words
from community.text import plain

_LABEL = 100  # characters of a clause, about
_STATES = {
    Standing.HIDDEN: "Hide it, for now",
    Standing.REDACTED: "Take words out of it",
    Standing.SPAM: "Take it for spam",
    Standing.REMOVED: "Remove it",
    Standing.PURGED: "Purge it: private data of others, or the law",
}


class ContentForm(Form):
    """How far, under which clause, and what its author is told."""

    state = RadioField(
        "What happens to it?",
        [InputRequired("Choose what happens to it.")],
        choices=[SelectChoice(state.value, label) for state, label in _STATES.items()],
    )
    clause = SelectField(
        "For which clause of the code?", [InputRequired("Name the clause it goes against.")]
    )
    why = TextAreaField(
        "Why? Whoever wrote it reads this, once another responder has",
        [DataRequired("Write why: whoever wrote it is told."), at_most(LONGEST_WHY)],
        filters=[words],
    )
    words = TextAreaField("Which words?", [at_most(LONGEST_WORDS)], filters=[words])
    about = HiddenField()
    case = HiddenField()

    def validate_words(self, field: TextAreaField) -> None:
        """Which they are, where words are taken out; more than a letter, and not a bar."""
        if self.state.data != Standing.REDACTED:
            return
        if not field.data:
            raise ValidationError("Write the words that are to go, as they stand above.")
        check_words(field.data)

    def say_not_there(self, elsewhere: str = "") -> None:
        """Say beside the words that they were not found, or where else they stand."""
        said = elsewhere or "These words do not stand here. Copy them as they are written."
        self.words.errors = [said]

    def offer(self, code: CodeText | None, about: Content | None = None) -> None:
        """Offer the clauses of the code that held when it was written, and what can become of it:
        what has a place of its own, as on an agenda, where something has to stand, is not taken for
        spam; of a call words are taken out alone.
        """
        self.state.choices = [
            SelectChoice(state.value, label)
            for state, label in _STATES.items()
            if (about is not Content.ITEM or state is not Standing.SPAM)
            and (about is not Content.CALL or state is Standing.REDACTED)
        ]
        self.clause.choices = [
            SelectChoice("", "Choose a clause"),
            *(
                SelectChoice(
                    one.key, shorten(plain(one.text, addresses=False), _LABEL, placeholder=" …")
                )
                for one in (code.breakable() if code else ())
            ),
        ]


class HeardForm(Form):
    """What becomes of an appeal against it."""

    outcome = RadioField(
        "What becomes of it?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Heard.UPHELD.value, "It stays as it is"),
            SelectChoice(Heard.BROUGHT_BACK.value, "Bring it back"),
        ],
    )
    words = TextAreaField(
        "Your answer to whoever asked, who reads it once another responder has",
        [DataRequired("Write why."), at_most(LONGEST_WHY)],
        filters=[words],
    )


class AnewForm(Form):
    """Other words for whoever wrote what is set aside."""

    words = TextAreaField(
        "Or write it anew: then somebody else reads it",
        [DataRequired("Write what they are to read."), at_most(LONGEST_WHY)],
        filters=[words],
    )
