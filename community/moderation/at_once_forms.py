"""What is typed to do something at once in a call: as little as there can be."""

from collections.abc import Sequence
from textwrap import shorten

from wtforms import Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from community.conduct.content import CodeText
from community.conduct.emergency_models import Act
from community.fields import at_most, one_line, secure_address, words
from community.text import plain

PLACES = {
    "notes": Act.FREEZE_NOTES,
    "answers": Act.PAUSE_ANSWERS,
    "answer": Act.REMOVE_ANSWER,
    "link": Act.CHANGE_LINK,
    "note": Act.HIDE_NOTE,
    "page": Act.PAGE,
}
"""What stands in the address of each."""

_LONGEST = 500
_SHOWN = 80  # characters of a clause in a list, about


class AtOnceForm(Form):
    """Why, and a clause of the code where there is time to name one."""

    why = TextAreaField(
        "Why, in a sentence",
        [DataRequired("Say in a few words what happened."), at_most(_LONGEST)],
        filters=[words],
    )
    clause = SelectField("Clause of the code")

    def offer_clauses(self, code: CodeText | None) -> None:
        """Let one of the clauses in force be named, or none."""
        clauses = [(one.key, _label(one.text)) for one in code.breakable()] if code else []
        self.clause.choices = [
            SelectChoice(value, label) for value, label in [("", "Not now"), *clauses]
        ]
        self.clause.data = self.clause.data or ""


def _label(text: str) -> str:
    return shorten(plain(text, addresses=False), _SHOWN, placeholder=" …")


class AboutOneForm(AtOnceForm):
    """The same about one of those who come."""

    person = RadioField("Whose answer?", [InputRequired("Choose somebody.")])

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Let one of these people be chosen."""
        self.person.choices = [SelectChoice(str(number), name) for number, name in people]


class HideForm(AtOnceForm):
    """The same about one of the notes of a call."""

    note = RadioField("Which note?", [InputRequired("Choose a note.")])

    def offer(self, notes: Sequence[tuple[str, str]]) -> None:
        """Let one of these notes be chosen, by key."""
        self.note.choices = [SelectChoice(key, words) for key, words in notes]


class LinkForm(AtOnceForm):
    """Another join link, and to whom it does not go."""

    sitting = SelectField("For which time?")
    url = StringField(
        "New join link",
        [DataRequired("Write where people meet from now on."), at_most(2000), secure_address],
        filters=[one_line],
    )
    left_out = SelectMultipleField(
        "Who does not get it?",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, people: Sequence[tuple[int, str]], sittings: Sequence[tuple[int, str]]) -> None:
        """Let people be left out, and one of the times be chosen."""
        self.left_out.choices = [SelectChoice(str(number), name) for number, name in people]
        self.sitting.choices = [SelectChoice(str(number), name) for number, name in sittings]
        if self.sitting.data is None and sittings:
            self.sitting.data = str(sittings[0][0])
