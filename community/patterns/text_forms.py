"""The words of a pattern as they are typed: lines, sections and checks."""

from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

from community.fields import at_most, one_line, words
from community.text import LONGEST_SOURCE, TOO_LONG, can_be_seen

from .content import (
    LONGEST_IN_ALL,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_WORDS_OF_TITLE,
    SECTIONS,
    TOO_MUCH,
    Audience,
    Check,
    Kind,
)

MOST_CHECKS = 6
MOST_KEPT = 100  # rows of what was merged or brought in, which may be more than one may write
_KINDS = {
    Kind.DOCUMENT: "A document",
    Kind.COUNT: "A count",
    Kind.INTERVIEW: "Asking people",
    Kind.LOG: "A log",
}
_AUDIENCES = {
    "": "Everybody",
    Audience.COMMUNITY: "The community",
    Audience.BUSINESS: "The business",
}


def line_field(label: str, most: int, **more: Any) -> StringField:
    """A text of one line."""
    return StringField(label, [at_most(most)], filters=[one_line], **more)


def section_field(name: str) -> TextAreaField:
    """One of the longer texts, by its name."""
    return TextAreaField(SECTIONS[name], filters=[words])


class CheckForm(Form):
    """One way to see that it is honoured; without a question it is none."""

    question = line_field("Question", 300)
    kind = SelectField(
        "What to look at",
        choices=[SelectChoice(value.value, told) for value, told in _KINDS.items()],
        default=Kind.DOCUMENT.value,
    )
    where = line_field("Where to look", 200)
    audience = SelectField(
        "For whom",
        choices=[SelectChoice(str(value), told) for value, told in _AUDIENCES.items()],
        default="",
    )


class TextsForm(Form):
    """The title, the summary, every section, and the checks."""

    title = line_field("Title", LONGEST_TITLE)
    summary = line_field(
        "Summary", LONGEST_SUMMARY, widget=TextArea()
    )  # longer than a phone is wide
    context = section_field("context")
    problem = section_field("problem")
    forces = section_field("forces")
    solution = section_field("solution")
    avoid = section_field("avoid")
    resulting = section_field("resulting")
    seen = section_field("seen")
    checks = FieldList(FormField(CheckForm), max_entries=MOST_KEPT)
    for_people = section_field("for_people")
    for_business = section_field("for_business")
    tension = section_field("tension")
    business_tension = section_field("business_tension")
    who_pays = section_field("who_pays")

    most_checks = MOST_CHECKS  # more where there were: none is dropped in silence
    most_in_all = LONGEST_IN_ALL  # more where there was: see `Content.most_after`

    def validate(self, extra_validators: Any = None) -> bool:
        """Each text within what is kept, too."""
        fine = super().validate(extra_validators)
        for name in SECTIONS:
            if name in self and len((self[name].data or "").encode()) > LONGEST_SOURCE:
                self[name].errors = [TOO_LONG]
                fine = False
        told = (self[name].data or "" for name in SECTIONS if name in self)
        if fine and sum(len(text.encode()) for text in told) > self.most_in_all:
            self.form_errors.append(TOO_MUCH)
            fine = False
        return self.holds_no_more("checks", self.most_checks) and fine

    def validate_title(self, field: StringField) -> None:
        """Six words at most."""
        if not can_be_seen(field.data or ""):
            raise ValidationError("Give it a title.")
        if len((field.data or "").split()) > MOST_WORDS_OF_TITLE:
            raise ValidationError("Use six words at most: people have to remember it.")

    def validate_summary(self, field: StringField) -> None:
        """The problem, then the solution."""
        if not can_be_seen(field.data or ""):
            raise ValidationError("Say in one sentence what goes wrong and what helps.")

    def holds_no_more(self, name: str, most: int) -> bool:
        """Whether no more rows are filled in than may be written; else it says so."""
        if name not in self:
            return True
        rows: Any = self[name]
        if sum(is_filled(row) for row in rows) <= most:
            return True
        label = self[name].label.text
        self.form_errors.append(f"{label}: use at most {most}. Empty the others.")
        return False

    def offer_rows(self, name: str, most: int) -> None:
        """Give an empty row to write in, as long as there may be more."""
        rows: Any = self[name]
        while len(rows) < most and (len(rows) == 0 or is_filled(rows[-1])):
            rows.append_entry()

    def checks_written(self) -> tuple[Check, ...]:
        """Those with a question."""
        return tuple(_check(row.data) for row in self.checks if row.data["question"])


def is_filled(row: Any) -> bool:
    """Whether something is written in a row."""
    return any(row.data.get(name) for name in ("question", "text"))


def _check(given: dict[str, Any]) -> Check:
    audience = given["audience"]
    return Check(
        given["question"],
        Kind(given["kind"]),
        given["where"] or "",
        Audience(audience) if audience else None,
    )
