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
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.fields import language_tag, one_line
from community.languages import SOURCE

from .content import (
    SECTIONS,
    Content,
    Source,
    Training,
    in_order,
)
from .facets import WORDS, Dimension, Door, Effort, Infrastructure, Moment, People
from .text_forms import MOST_CHECKS, MOST_KEPT, TextsForm, line_field

MOST_SOURCES = 12
MOST_TAGS = 8


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

    text = line_field("What it is", 300)
    url = line_field("Address", 500)
    licence = line_field("Licence", 60)
    changes = line_field("What you changed of it", 300)

    def validate_url(self, field: StringField) -> None:
        """An address that a browser may be sent to."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Write an address that begins with https://.")


class PatternForm(TextsForm):
    """A pattern to write or change, on one page; `over` is the revision it was read in."""

    also_known_as = line_field("Also known as", 200)
    language = StringField("Language", [Optional(), language_tag], [one_line])
    dimensions = _several("What it keeps", Dimension)
    infrastructure = _several("Where it lives", Infrastructure)
    roles = _several("For whose work", Door)
    moments = _several("For which moment", Moment)
    effort = _one("Time to begin", Effort)
    people = _one("Who it takes", People)
    tags = line_field("Tags", 200)
    training = RadioField("Training models on it", choices=_TRAINING, default="")
    sources = FieldList(FormField(SourceForm), max_entries=MOST_KEPT)
    why = line_field("What you changed, in a few words", 200)
    disclosure = FormField(DisclosureForm)
    over = IntegerField()
    once = HiddenField()

    def __init__(self, *args: Any, last: Said | None, asks: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.most_sources = MOST_SOURCES  # more where there were: none is dropped in silence
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure
        self.offer_rows("checks", MOST_CHECKS)
        self.offer_rows("sources", MOST_SOURCES)

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
            language=self.language.data or (base.language if base else SOURCE),
            **({"licence": base.licence} if base else {}),
            **texts,
            checks=self.checks_written(),
            sources=tuple(_source(row.data) for row in self.sources if row.data["text"]),
            dimensions=in_order(Dimension, self.dimensions.data or ()),
            infrastructure=in_order(Infrastructure, self.infrastructure.data or ()),
            roles=in_order(Door, self.roles.data or ()),
            moments=in_order(Moment, self.moments.data or ()),
            effort=Effort(self.effort.data) if self.effort.data else None,
            people=People(self.people.data) if self.people.data else None,
            training=Training(self.training.data) if self.training.data else None,
            tags=tuple(_names((self.tags.data or "").lower())),
        )


def _source(given: dict[str, Any]) -> Source:
    return Source(given["text"], given["url"] or "", given["licence"] or "", given["changes"] or "")
