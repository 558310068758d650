"""What responders type when they decide: the letter in four parts, and what follows."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.conduct.content import CodeText, Effect
from community.conduct.emergency_models import Act
from community.conduct.measure_models import BAN
from community.fields import NumberField, at_most, one_line, words
from community.text import plain

from .lasting_queries import LIMITS, Lasting
from .ruling_models import Dismissal

_LONGEST = 5000
_LABEL = 140  # characters of a clause, about
_MOST_DAYS = 3660
_CONDITION = 500
NOTHING = "nothing"
CONDITIONS = (1, 2, 3)
_EFFECTS = {
    Effect.NO_NOTES: "No notes, words on a call that is over or corrections of records",
    Effect.NO_PROPOSALS: "No proposals for agendas",
    Effect.NO_PATTERNS: "No work on patterns, but to take back what one said of them",
    Effect.NOT_IN_SERIES: "Not in one series",
    Effect.NO_CONTACT: "No contact with one person: no answers, handles, tasks or invitations",
    Effect.READING_ONLY: "Reading only",
    Effect.NO_ACCOUNT: "No account but to read, export and appeal",
}
_DISMISSALS = {
    Dismissal.NO_VIOLATION: "Nothing in the code was broken",
    Dismissal.NOT_ENOUGH: "Not enough is known",
    Dismissal.ELSEWHERE: "It belongs elsewhere",
    Dismissal.SETTLED: "They have settled it between them",
}


_DONE = {
    Act.REMOVE_ANSWER: "An answer was taken away",
    Act.CHANGE_LINK: "The join link was changed, and kept from somebody",
}


class _Boxes(SelectMultipleField):
    """Several of some choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _part(label: str) -> TextAreaField:
    return TextAreaField(label, [at_most(_LONGEST)], filters=[words])


def _condition(number: int) -> tuple[StringField, NumberField]:
    words = StringField(f"Condition {number}", [at_most(_CONDITION)], filters=[one_line])
    return words, NumberField("Within how many days")


class RulingForm(Form):
    """A ruling to be. What the letter says is asked for where something follows."""

    level = RadioField("What follows?", [InputRequired("Choose a rung, or that nothing follows.")])
    dismissal = SelectField(
        "Why nothing follows",
        choices=[SelectChoice(one.value, label) for one, label in _DISMISSALS.items()],
    )
    person = SelectField("Whom it is about", coerce=int, validate_choice=True)
    clauses = _Boxes("Clauses of the code that were broken")
    effects = _Boxes("What is closed meanwhile")
    lasts_days = NumberField("For how many days")
    lets_stand = _Boxes("What was done at once and stands as long")
    scope = StringField("Where it holds", [at_most(300)], filters=[one_line])
    series = StringField("Address of the series", [at_most(140)], filters=[one_line])
    other = StringField("Handle of whom not to contact", [at_most(40)], filters=[one_line])
    condition_1, within_1 = _condition(1)
    condition_2, within_2 = _condition(2)
    condition_3, within_3 = _condition(3)
    behaviour = _part("What happened")
    impact = _part("What it did")
    expected = _part("What is expected from now on")
    consequence = _part("What follows, and why this")
    how_found = StringField("How it came to be known", [at_most(300)], filters=[one_line])
    unheard = StringField("Why they were not heard before", [at_most(300)], filters=[one_line])
    rationale = TextAreaField(
        "Reasons, for the responders",
        [DataRequired("Write down why."), at_most(_LONGEST)],
        filters=[words],
    )
    for_reporter = TextAreaField(
        "What whoever reported is told",
        [DataRequired("Write what whoever reported is told."), at_most(_LONGEST)],
        filters=[words],
    )
    replaces = HiddenField()
    is_on_appeal = HiddenField()
    code = HiddenField()  # the number of the version that is applied

    def offer(self, code: CodeText | None, people: Sequence[tuple[int, str]]) -> None:
        """Offer the rungs and clauses of the code that held when it happened."""
        rungs = code.ladder if code and people else ()
        self.level.choices = [
            SelectChoice(NOTHING, "Nothing follows"),
            *(SelectChoice(str(rung.level), f"{rung.level} · {rung.name}") for rung in rungs),
        ]
        self.longest = {str(rung.level): rung.longest_days for rung in rungs}
        self.does = {str(rung.level): set(rung.effects) for rung in rungs}
        self.person.choices = [SelectChoice(number, name) for number, name in people]
        self.person.validate_choice = bool(people)
        clauses = code.breakable() if code else ()
        self.clauses.choices = [
            SelectChoice(
                one.key, shorten(plain(one.text, addresses=False), _LABEL, placeholder=" …")
            )
            for one in clauses
        ]
        self.effects.choices = [SelectChoice(one.value, label) for one, label in _EFFECTS.items()]

    def offer_lasting(self, done: Sequence[Lasting]) -> None:
        """Offer to let what was done at once stand."""
        self.lets_stand.choices = [
            SelectChoice(one.key, f"{_DONE[one.act]}: {one.title}") for one in done
        ]
        self.about = {one.key: set(one.people) for one in done}

    about: dict[str, set[int]] = {}  # noqa: RUF012 - each form has its own once it is offered
    versions: Sequence[tuple[int, date]] = ()  # of the code, that can be applied: since when
    longest: dict[str, int | None] = {}  # noqa: RUF012 - each form has its own once it is offered

    does: dict[str, set[Effect]] = {}  # noqa: RUF012 - the same

    @property
    def is_dismissal(self) -> bool:
        """Whether nothing follows."""
        return bool(self.level.data == NOTHING)

    def validate_clauses(self, field: SelectMultipleField) -> None:
        """What follows rests on a clause."""
        if not self.is_dismissal and not field.data:
            raise ValidationError("Name the clause that was broken.")

    def validate_effects(self, field: SelectMultipleField) -> None:
        """What its rung does, and where."""
        chosen = set() if self.is_dismissal else {Effect(one) for one in field.data or ()}
        closes = self.does.get(self.level.data or "", set())
        if chosen - closes:
            raise ValidationError("The rung you chose does not close that.")
        if closes and not (chosen or self.lets_stand.data or self.is_dismissal):
            raise ValidationError(
                "Say what this rung closes: with nothing it would change nothing."
            )
        if Effect.NOT_IN_SERIES in chosen and not self.series.data:
            raise ValidationError("Say which series this is about.")
        if Effect.NO_CONTACT in chosen and not self.other.data:
            raise ValidationError("Say who is not to be contacted.")
        if not self.is_dismissal and self.series.data and self.other.data:
            raise ValidationError(
                "A ruling holds for one series or for contact with one person. Name one of the two,"
                " and propose another ruling for the other."
            )

    def validate_lets_stand(self, field: SelectMultipleField) -> None:
        """What is about whom the ruling is about, at a rung of limits, with an end or by a ban."""
        if self.is_dismissal or field.errors or not field.data or not self.level.data:
            return
        if any(self.person.data not in self.about[key] for key in field.data):
            raise ValidationError("This was not done to the person whom the ruling is about.")
        level, days = int(self.level.data), self.lasts_days.data
        if level < LIMITS or days == 0:
            raise ValidationError("What keeps somebody from a call is a limit: choose such a rung.")
        if days is None and level < BAN:
            raise ValidationError("Say for how many days: short of a ban nothing stands for good.")

    def validate_behaviour(self, field: TextAreaField) -> None:
        """Whoever it concerns learns what they did."""
        if not self.is_dismissal and not field.data:
            raise ValidationError("Write what happened, in words for the person it is about.")

    def validate_impact(self, field: TextAreaField) -> None:
        """And what came of it."""
        self._need(field, "Write what it did to people or to the place.")

    def validate_expected(self, field: TextAreaField) -> None:
        """And what would be right."""
        self._need(field, "Write what is expected from now on.")

    def validate_how_found(self, field: StringField) -> None:
        """And how it came to be known, without who."""
        self._need(field, "Write how it came to be known, such as: it was reported.")

    def validate_consequence(self, field: TextAreaField) -> None:
        """Who was told of a ruling is told why it is withdrawn."""
        if self.is_dismissal and self.replaces.data and not field.data:
            raise ValidationError("Write why it is withdrawn, in words for the person it is about.")
        self._need(field, "Write what follows, and why this rung.")

    def _need(self, field: StringField, words: str) -> None:
        if not self.is_dismissal and not field.data:
            raise ValidationError(words)

    def validate_lasts_days(self, field: NumberField) -> None:
        """No longer than the rung allows; without an end only where it has none."""
        longest = self.longest.get(self.level.data or "")
        days = field.data
        if days is not None and not 0 <= days <= _MOST_DAYS:
            raise ValidationError("Write a number of days between 0 and 3,660.")
        if self.is_dismissal or longest is None:
            return
        if days is None or days > longest:
            raise ValidationError(f"This rung lasts at most {longest} days.")

    def conditions(self) -> list[tuple[str, int | None]]:
        """What is to be met, and in how many days, once the form is valid."""
        pairs = [(self[f"condition_{n}"].data, self[f"within_{n}"].data) for n in CONDITIONS]
        return [] if self.is_dismissal else [(words, days) for words, days in pairs if words]

    def validate_within_1(self, field: NumberField) -> None:
        """In time, and for something."""
        number = field.short_name.rpartition("_")[2]
        if field.data is None:
            return
        if not 1 <= field.data < (self.lasts_days.data or _MOST_DAYS):
            raise ValidationError("Write a number of days that is over while the measure lasts.")
        if not self[f"condition_{number}"].data:
            raise ValidationError("Write what is to be met.")

    validate_within_2 = validate_within_3 = validate_within_1

    def validate_condition_1(self, field: StringField) -> None:
        """For something that lasts."""
        if field.data and self.lasts_days.data == 0 and not self.is_dismissal:
            raise ValidationError("This ends at once, so nothing can be met while it lasts.")

    validate_condition_2 = validate_condition_3 = validate_condition_1
