"""Suggested edits as they are typed, and what is answered to them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from wtforms import (
    FormField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.form import Form
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from community.accounts.fields import says_something
from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.fields import at_most, language_tag, one_line, words

from .content import Content
from .found_forms import MOST_SOURCES, FoundForm
from .suggested import CHECKS, FOUND_BY, SOURCES, SUGGESTABLE
from .suggestion_models import LONGEST_REASON, LONGEST_WORDS
from .text_forms import MOST_CHECKS, line_field


class SuggestionForm(FoundForm):
    """Other words for some sections; `over` is the revision they were read in."""

    language = StringField("Language", [language_tag], [one_line])
    why = line_field("What you changed, in a few words", 200)
    disclosure = FormField(DisclosureForm)
    over = IntegerField()
    once = HiddenField()

    def __init__(
        self,
        *args: Any,
        sections: Collection[str],
        last: Said | None = None,
        asks: bool = False,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self.sections = [name for name in SUGGESTABLE if name in sections]
        for name in SUGGESTABLE:
            if name not in sections:
                del self[name]
        if CHECKS in sections:
            self.offer_rows(CHECKS, MOST_CHECKS)
        if SOURCES in sections:
            self.offer_rows(SOURCES, MOST_SOURCES)
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure

    def content(self, before: Content) -> Content:
        """`before` with what was written, once it is valid."""
        return replace(before, **{name: self.written_of(name) for name in self.sections})

    def written_of(self, name: str) -> Any:
        """What was written of one section, as a content holds it; raises `ValueError` for what is
        no choice.
        """
        if name == CHECKS:
            return self.checks_written()
        return self.found_by([name])[name] if name in FOUND_BY else self[name].data or ""

    def said(self) -> Said | None:
        """What was said about tools, where it was asked."""
        return self.disclosure.form.said() if "disclosure" in self else None


class AcceptanceForm(Form):
    """Which sections are taken, and why the others are not."""

    sections = SelectMultipleField(
        "Take",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    reason = StringField(
        "What you leave out, and why", [at_most(LONGEST_REASON)], filters=[one_line]
    )
    over = IntegerField()

    def __init__(self, *args: Any, offered: Collection[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.offered = offered
        self.sections.choices = [SelectChoice(name, name) for name in offered]

    @property
    def taken(self) -> frozenset[str]:
        """Those of the suggested sections that are ticked."""
        return frozenset(self.sections.data or ()) & frozenset(self.offered)

    def validate(self, extra_validators: Any = None) -> bool:
        """Something is taken, and what is left out has a reason."""
        fine = super().validate(extra_validators)
        if not self.taken:
            self.form_errors.append("Tick what you take, or decline all of it below.")
            return False
        if self.taken != frozenset(self.offered) and not self.reason.data:
            self.reason.errors = ["Say why the rest is left out: whoever wrote it is told."]
            return False
        return fine


class RefusalForm(Form):
    """Why nothing is taken."""

    why = StringField(
        "Why you decline it",
        [
            DataRequired("Say why: whoever wrote it is told."),
            says_something,
            at_most(LONGEST_REASON),
        ],
        filters=[one_line],
    )


class MessageForm(Form):
    """Words to those on the other side of a suggestion."""

    words = TextAreaField(
        "Your message",
        [DataRequired("Write something first."), says_something, at_most(LONGEST_WORDS)],
        filters=[words],
    )
