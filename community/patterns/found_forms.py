"""How a pattern is found and what it was made from, as that is typed."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from wtforms import FieldList, Form, FormField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from .content import LONGEST_NAMED, Source, Training, in_order
from .facets import WORDS, Dimension, Door, Effort, Infrastructure, Moment, People
from .text_forms import MOST_KEPT, TextsForm, line_field

MOST_SOURCES = 12
MOST_TAGS = 8
_LISTS: dict[str, type[StrEnum]] = {
    "dimensions": Dimension,
    "infrastructure": Infrastructure,
    "roles": Door,
    "moments": Moment,
}
_ONE: dict[str, type[StrEnum]] = {"effort": Effort, "people": People, "training": Training}
_TRAINING = [
    SelectChoice("", "I say nothing about it"),
    *(SelectChoice(value.value, value.value.capitalize()) for value in Training),
]


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


def _names(given: str | None) -> list[str]:
    """What stands between commas, each once."""
    return list(dict.fromkeys(name for part in (given or "").split(",") if (name := part.strip())))


class SourceForm(Form):
    """One thing it was made from; without a name it is none."""

    text = line_field("What it is", LONGEST_NAMED)
    url = line_field("Address", 500)
    licence = line_field("Licence", 60)
    changes = line_field("What you changed of it", 300)

    def validate_url(self, field: StringField) -> None:
        """An address that a browser may be sent to."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Write an address that begins with https://.")


class FoundForm(TextsForm):
    """Everything of a pattern that is suggested, too; `most_sources` may be written."""

    also_known_as = line_field("Also known as", 200)
    dimensions = _several("What it keeps", Dimension)
    infrastructure = _several("Where it lives", Infrastructure)
    roles = _several("For whose work", Door)
    moments = _several("For which moment", Moment)
    effort = _one("Time to begin", Effort)
    people = _one("Who it takes", People)
    tags = line_field("Tags", 200)
    training = RadioField("Training models on it", choices=_TRAINING, default="")
    sources = FieldList(FormField(SourceForm), max_entries=MOST_KEPT)
    most_sources = MOST_SOURCES  # more where there were: none is dropped in silence

    def validate(self, extra_validators: Any = None) -> bool:
        """No more sources than may be written, too."""
        fine = super().validate(extra_validators)
        return self.holds_no_more("sources", self.most_sources) and fine

    def validate_tags(self, field: StringField) -> None:
        """A few short ones."""
        tags = [tag.lower() for tag in _names(field.data)]
        if len(tags) > MOST_TAGS:
            raise ValidationError("Use eight tags at most.")
        if any(len(tag) > 40 for tag in tags):  # noqa: PLR2004 - the length of the column
            raise ValidationError("Use at most 40 characters for a tag.")

    def found_by(self, names: Collection[str]) -> dict[str, Any]:
        """What was written in those of its fields, as a content holds it; raises `ValueError` for
        what is no choice.
        """
        made: dict[str, Any] = {}
        for name in names:
            data = self[name].data
            if name in _LISTS:
                made[name] = in_order(_LISTS[name], data or ())
            elif name in _ONE:
                made[name] = _ONE[name](data) if data else None
            elif name == "sources":
                made[name] = tuple(_source(row) for row in data if row["text"])
            else:
                made[name] = tuple(_names(data.lower() if name == "tags" and data else data))
        return made


def _source(given: dict[str, Any]) -> Source:
    return Source(given["text"], given["url"] or "", given["licence"] or "", given["changes"] or "")
