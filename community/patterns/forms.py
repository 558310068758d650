"""Patterns as they are typed: input becomes a frozen content or is sent back with a sentence."""

from enum import StrEnum
from typing import Any

from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.fields import at_most, one_line, words
from community.text import LONGEST_SOURCE, can_be_seen

from .content import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_WORDS_OF_TITLE,
    SECTIONS,
    Audience,
    Check,
    Content,
    Kind,
    Source,
    Training,
    in_order,
)
from .facets import WORDS, Dimension, Door, Effort, Infrastructure, Moment, People

MOST_CHECKS = 6
MOST_SOURCES = 12
MOST_TAGS = 8
_MOST_KEPT = 100  # rows of what was merged or brought in, which may be more than one may write
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


_TRAINING = [
    SelectChoice("", "I say nothing about it"),
    *(SelectChoice(value.value, value.value.capitalize()) for value in Training),
]


def _line(label: str, most: int) -> StringField:
    return StringField(label, [at_most(most)], filters=[one_line])


def _several(label: str, kind: type[StrEnum]) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[SelectChoice(value.value, WORDS[value.value]) for value in kind],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _one(label: str, kind: type[StrEnum]) -> RadioField:
    known = [SelectChoice(value.value, WORDS[value.value]) for value in kind]
    return RadioField(label, choices=[SelectChoice("", "I’d rather not say"), *known], default="")


def _section(name: str) -> TextAreaField:
    return TextAreaField(SECTIONS[name], filters=[words])


def _names(given: str | None) -> list[str]:
    """What stands between commas, each once."""
    return list(dict.fromkeys(name for part in (given or "").split(",") if (name := part.strip())))


class CheckForm(Form):
    """One way to see that it is honoured; without a question it is none."""

    question = _line("Question", 300)
    kind = SelectField(
        "What to look at",
        choices=[SelectChoice(value.value, told) for value, told in _KINDS.items()],
        default=Kind.DOCUMENT.value,
    )
    where = _line("Where to look", 200)
    audience = SelectField(
        "For whom",
        choices=[SelectChoice(str(value), told) for value, told in _AUDIENCES.items()],
        default="",
    )


class SourceForm(Form):
    """One thing it was made from; without a name it is none."""

    text = _line("What it is", 300)
    url = _line("Address", 500)
    licence = _line("Licence", 60)
    changes = _line("What you changed of it", 300)

    def validate_url(self, field: StringField) -> None:
        """An address that a browser may be sent to."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Write an address that begins with https://.")


class PatternForm(Form):
    """A pattern to write or change, on one page; `over` is the revision it was read in."""

    title = _line("Title", LONGEST_TITLE)
    summary = _line("Summary", LONGEST_SUMMARY)
    also_known_as = _line("Also known as", 200)
    context = _section("context")
    problem = _section("problem")
    forces = _section("forces")
    solution = _section("solution")
    avoid = _section("avoid")
    resulting = _section("resulting")
    seen = _section("seen")
    checks = FieldList(FormField(CheckForm), max_entries=_MOST_KEPT)
    for_people = _section("for_people")
    for_business = _section("for_business")
    tension = _section("tension")
    business_tension = _section("business_tension")
    who_pays = _section("who_pays")
    dimensions = _several("What it keeps", Dimension)
    infrastructure = _several("Where it lives", Infrastructure)
    roles = _several("For whose work", Door)
    moments = _several("For which moment", Moment)
    effort = _one("Time to begin", Effort)
    people = _one("Who it takes", People)
    tags = _line("Tags", 200)
    training = RadioField("Training models on it", choices=_TRAINING, default="")
    sources = FieldList(FormField(SourceForm), max_entries=_MOST_KEPT)
    why = _line("What you changed, in a few words", 200)
    disclosure = FormField(DisclosureForm)
    over = IntegerField()
    once = HiddenField()

    def __init__(self, *args: Any, last: Said | None, asks: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure
        for rows, most in ((self.checks, MOST_CHECKS), (self.sources, MOST_SOURCES)):
            while len(rows) < most and (len(rows) == 0 or _is_filled(rows[-1])):
                rows.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each text within what is kept, too."""
        fine = super().validate(extra_validators)
        for rows, most in ((self.checks, MOST_CHECKS), (self.sources, MOST_SOURCES)):
            if sum(_is_filled(row) for row in rows) > most:
                self.form_errors.append(f"{rows.label.text}: use at most {most}. Empty the others.")
                fine = False
        for name in SECTIONS:
            field = self[name]
            if len((field.data or "").encode()) > LONGEST_SOURCE:
                field.errors = ["The text is too long: at most 50,000 bytes are kept."]
                fine = False
        return fine

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

    def validate_tags(self, field: StringField) -> None:
        """A few short ones."""
        tags = [tag.lower() for tag in _names(field.data)]
        if len(tags) > MOST_TAGS:
            raise ValidationError("Use eight tags at most.")
        if any(len(tag) > 40 for tag in tags):  # noqa: PLR2004 - the length of the column
            raise ValidationError("Use at most 40 characters for a tag.")

    def said(self) -> Said | None:
        """What was said about tools, where it was asked."""
        return self.disclosure.form.said() if "disclosure" in self._fields else None

    def draft(self, base: Content | None = None) -> Content:
        """What was written, once it is valid; what the form does not ask stays as in `base`."""
        texts = {name: self[name].data or "" for name in SECTIONS}
        return Content(
            title=self.title.data or "",
            summary=self.summary.data or "",
            also_known_as=tuple(_names(self.also_known_as.data)),
            **({"language": base.language, "licence": base.licence} if base else {}),
            **texts,
            checks=tuple(_check(row.data) for row in self.checks if row.data["question"]),
            sources=tuple(_source(row.data) for row in self.sources if row.data["text"]),
            dimensions=in_order(Dimension, self.dimensions.data or ()),
            infrastructure=in_order(Infrastructure, self.infrastructure.data or ()),
            roles=in_order(Door, self.roles.data or ()),
            moments=in_order(Moment, self.moments.data or ()),
            effort=Effort(self.effort.data) if self.effort.data else None,
            people=People(self.people.data) if self.people.data else None,
            training=Training(self.training.data) if self.training.data else None,
            tags=tuple(tag.lower() for tag in _names(self.tags.data)),
        )


def _is_filled(row: Any) -> bool:
    return any(row.data.get(name) for name in ("question", "text"))


def _check(given: dict[str, Any]) -> Check:
    audience = given["audience"]
    return Check(
        given["question"],
        Kind(given["kind"]),
        given["where"] or "",
        Audience(audience) if audience else None,
    )


def _source(given: dict[str, Any]) -> Source:
    return Source(given["text"], given["url"] or "", given["licence"] or "", given["changes"] or "")
