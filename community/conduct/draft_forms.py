"""The draft of a code as it is typed: sections and clauses in fields, and a rung after another."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, StopValidation, ValidationError

from community.fields import NumberField, at_most, counted, one_line, words

from .content import LEVELS, TAKEN_KEYS, ClauseText, CodeText, SectionText
from .ladder_forms import RungForm
from .marking import KEY, LONGEST_KEY, clause_key, key_from

MOST_SECTIONS, MOST_CLAUSES = 15, 40


def _is_key(_form: Form, field: Field) -> None:
    if len(field.data) > LONGEST_KEY or not KEY.fullmatch(field.data) or field.data in TAKEN_KEYS:
        raise StopValidation("Use small letters, digits and hyphens, such as expected-9.")


class ClauseForm(Form):
    """One clause. Without words it is left out."""

    key = StringField("Key", [Optional(), _is_key], filters=[one_line])
    text = TextAreaField("Clause", [at_most(2000)], filters=[words])
    place = NumberField("Place", [Optional()])


class SectionForm(Form):
    """A heading, words, clauses. Without any of them it is left out."""

    key = HiddenField(filters=[one_line])
    heading = StringField("Heading", [at_most(120)], filters=[one_line])
    body = TextAreaField("Words before the clauses", [at_most(10_000)], filters=[words])
    clauses = FieldList(FormField(ClauseForm), max_entries=MOST_CLAUSES)

    def validate_heading(self, field: Field) -> None:
        """Whatever is said stands under a heading."""
        is_said = self.body.data or any(entry.form.text.data for entry in self.clauses)
        if is_said and not field.data:
            raise ValidationError("Write a heading over this.")


class DraftForm(Form):
    """A whole code. `edits` says which draft it was filled from.

    `standing` are the keys of the clauses in the version before, `ever_used` those of any version:
    what stood for something once, and no longer does, cannot stand for something else.
    """

    edits = HiddenField(default="0")
    intro = TextAreaField("Introduction", [at_most(5000)], filters=[words])
    sections = FieldList(FormField(SectionForm), max_entries=MOST_SECTIONS)
    ladder = FieldList(FormField(RungForm), min_entries=LEVELS, max_entries=LEVELS)

    def __init__(
        self, *args: Any, standing: Iterable[str] = (), ever_used: Iterable[str] = (), **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.standing, self.ever_used = set(standing), set(ever_used)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what they say together."""
        is_valid = super().validate(extra_validators)
        return self._keys_are_fine() and self._says_something() and is_valid

    def read_edits(self) -> int:
        """Which draft this was filled from; 0 where there was none."""
        return counted(self.edits.data)

    def code(self) -> CodeText:
        """What was typed, in the order of the places; new parts get keys."""
        used = set(self.ever_used) | set(TAKEN_KEYS) | {f.data for f in self._key_fields()}
        sections = []
        for entry in self.sections:
            form = entry.form
            if form.heading.data:
                given = form.key.data or ""
                key = given if KEY.fullmatch(given) else key_from(form.heading.data, used)
                clauses = tuple(
                    ClauseText(clause.key.data or clause_key(key, used), clause.text.data)
                    for clause in _in_order(form.clauses)
                )
                body = form.body.data or ""
                sections.append(SectionText(key, form.heading.data, body, clauses))
        return CodeText(
            self.intro.data or "",
            tuple(sections),
            tuple(entry.form.rung(level) for level, entry in enumerate(self.ladder)),
        )

    def _key_fields(self) -> list[Field]:
        """Every key that was given: of sections, and of clauses that say something."""
        found: list[Field] = [
            e.form.key for e in self.sections if e.form.heading.data and e.form.key.data
        ]
        for entry in self.sections:
            found += [c.key for c in _in_order(entry.form.clauses) if c.key.data]
        return found

    def _keys_are_fine(self) -> bool:
        is_fine, seen, gone = True, set[str](), self.ever_used - self.standing
        for field in self._key_fields():
            said = None
            if field.data in seen:
                said = f"“{field.data}” stands twice. Each clause has a key of its own."
            elif field.data in gone:
                said = f"“{field.data}” stood for another clause once. Choose another key."
            if said:
                field.errors, is_fine = [*field.errors, said], False
            seen.add(field.data)
        return is_fine

    def _says_something(self) -> bool:
        if any(_in_order(entry.form.clauses) for entry in self.sections):
            return True
        self.intro.errors = [*self.intro.errors, "A code needs one section with a clause at least."]
        return False


def _in_order(clauses: Any) -> list[Any]:
    """The clauses that say something, by the places given; those without one come last."""
    said = [entry.form for entry in clauses if entry.form.text.data]
    last = MOST_CLAUSES + 1
    return sorted(said, key=lambda form: last if form.place.data is None else form.place.data)
