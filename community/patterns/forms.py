"""Patterns as they are typed: input becomes a frozen content or is sent back with a sentence."""

from typing import Any

from wtforms import FormField, HiddenField, IntegerField, StringField
from wtforms.validators import Optional

from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.fields import language_tag, one_line
from community.languages import SOURCE

from .content import SECTIONS, UNSAID, Content
from .found_forms import MOST_SOURCES, FoundForm
from .suggested import FOUND_BY
from .text_forms import MOST_CHECKS, line_field


class PatternForm(FoundForm):
    """A pattern to write or change, on one page; `over` is the revision it was read in.
    One that an import has filled is `brought`, and holds as many rows as came; it `adapts` what is
    at that address of this place.
    """

    language = StringField("Language", [Optional(), language_tag], [one_line])
    why = line_field("What you changed, in a few words", 200)
    disclosure = FormField(DisclosureForm)
    over = IntegerField()
    once = HiddenField()
    brought = HiddenField()
    adapts = HiddenField()

    def __init__(self, *args: Any, last: Said | None, asks: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure
        self.offer_rows("checks", MOST_CHECKS)
        self.offer_rows("sources", MOST_SOURCES)

    @property
    def is_brought(self) -> bool:
        """Whether an import has filled it."""
        return bool(self.brought.data)

    def is_without_source(self) -> None:
        """It adapts nothing of this place any more; what it was made from says itself what was
        changed.
        """
        self.adapts.data = ""
        first = next(iter(self.sources), None)
        if first is not None:
            first.form.changes.data = first.form.changes.data or UNSAID

    def said(self) -> Said | None:
        """What was said about tools, where it was asked."""
        return self.disclosure.form.said() if "disclosure" in self._fields else None

    def draft(self, base: Content | None = None) -> Content:
        """What was written, once it is valid; what the form does not ask stays as in `base`."""
        rest: dict[str, Any] = {name: self[name].data or "" for name in SECTIONS}
        if base:
            rest["licence"] = base.licence
        return Content(
            title=self.title.data or "",
            summary=self.summary.data or "",
            language=self.language.data or (base.language if base else SOURCE),
            **rest,
            checks=self.checks_written(),
            **self.found_by(FOUND_BY),
        )
