"""Notes as they are typed: input becomes a frozen text or is sent back with a sentence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import (
    DateField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from community.accounts.fields import one_line
from community.accounts.queries import members_by_handles
from community.disclosures.fields import DisclosureForm
from community.disclosures.wording import Said
from community.drafts.tabs import Kept
from community.keys import new_key
from community.text import LONGEST_SOURCE, TOO_LONG, can_be_seen, clean

from .followed_queries import pattern_meant
from .models import Kind
from .outcomes import LONGEST_WHY, Outcome
from .subject_queries import IN_CALLS
from .tasks import LONGEST_HOW
from .writing import NoteText

KINDS = {
    Kind.NOTE: "Note",
    Kind.QUESTION: "Question",
    Kind.DECISION: "Decision",
    Kind.ACTION: "Action",
    Kind.EVIDENCE: "Evidence",
    Kind.CAUTION: "Caution",
    Kind.ADAPTATION: "Adaptation",
    Kind.TRANSLATION: "Translation",
    Kind.QUOTE: "Quote from a call",
}
OUTCOMES = {
    Outcome.INCORPORATED: "It was taken in",
    Outcome.DECLINED: "It is declined",
    Outcome.WITHDRAWN: "It is withdrawn",
}


class DayField(DateField):
    """A day, or nothing; told in our own words where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        try:
            super().process_formdata([v for v in valuelist if v.strip()])
        except ValueError:
            raise ValueError("Write a day such as 2026-03-13.") from None


def _text(value: str | None) -> str:
    return clean(value or "").strip("\n")


def _text_field() -> TextAreaField:
    return TextAreaField("Your note", filters=[_text])


def _check_text(field: TextAreaField) -> None:
    if not can_be_seen(field.data or ""):
        raise ValidationError("Write something first.")
    if len((field.data or "").encode()) > LONGEST_SOURCE:
        raise ValidationError(TOO_LONG)


class KindForm(Form):
    """What kind a note is, among `kinds`; for an action, who does it and by when; for a decision,
    which pattern it follows.
    """

    kind = RadioField(
        "What is it?",
        choices=[],
        default=Kind.NOTE.value,
    )
    owner = StringField("Who does it", [Length(max=60)], filters=[one_line])
    due_on = DayField("By when", [Optional()])

    follows = StringField("The pattern it follows", [Length(max=300)], filters=[one_line])

    owner_id: int | None = None
    followed: str | None = None

    def __init__(self, *args: Any, kinds: Sequence[Kind] = IN_CALLS, **given: Any) -> None:
        super().__init__(*args, **given)
        self.kind.choices = [SelectChoice(kind.value, KINDS[kind]) for kind in kinds]
        if Kind.ACTION not in kinds:
            del self.owner, self.due_on
        if Kind.DECISION not in kinds:
            del self.follows

    def validate_owner(self, field: StringField) -> None:
        """A member, by their handle."""
        handle = (field.data or "").removeprefix("@").lower()
        if not handle:
            return
        self.owner_id = members_by_handles([handle]).get(handle)
        if self.owner_id is None:
            raise ValidationError("Nobody here has this handle.")

    def validate_follows(self, field: StringField) -> None:
        """A pattern, by its address or its title."""
        if not field.data or self.kind.data != Kind.DECISION:
            return
        self.followed = pattern_meant(field.data)
        if self.followed is None:
            raise ValidationError("No pattern has this address, and not just one has this title.")

    @property
    def chosen(self) -> Kind:
        """The kind, once it is valid."""
        return Kind(self.kind.data)

    @property
    def owner_of_action(self) -> int | None:
        """Who does it, where it is an action."""
        return self.owner_id if self.chosen is Kind.ACTION else None

    @property
    def day_of_action(self) -> date | None:
        """By when, where it is an action."""
        return self.due_on.data if self.chosen is Kind.ACTION else None


class NoteForm(KindForm):
    """A new note."""

    text = _text_field()
    disclosure = FormField(DisclosureForm)
    once = HiddenField()
    tab, opened = HiddenField(default=new_key), HiddenField(default="")
    kept_at: datetime | None = None  # when the draft in it was kept
    unscripted = ""  # the tab it is in where no script says so
    others: Sequence[Kept] = ()  # begun in other tabs

    def __init__(self, *args: Any, last: Said | None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.disclosure.form.recall(last)

    def validate_text(self, field: TextAreaField) -> None:
        """Something that can be seen, and not too much of it."""
        _check_text(field)

    def draft(self) -> NoteText:
        """What was written, once it is valid."""
        return NoteText(
            self.text.data or "",
            self.disclosure.form.said(),
            self.chosen,
            self.owner_of_action,
            self.day_of_action,
            self.followed,
        )


class ChangeForm(Form):
    """Another text for a note; `version` is what it was written over."""

    text = _text_field()
    version = IntegerField()
    disclosure = FormField(DisclosureForm)
    tab, opened = HiddenField(default=new_key), HiddenField(default="")
    others: Sequence[Kept] = ()  # begun in other tabs

    def __init__(self, *args: Any, last: Said | None, asks: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if asks:
            self.disclosure.form.recall(last)
        else:
            del self.disclosure

    def validate_text(self, field: TextAreaField) -> None:
        """Something that can be seen, and not too much of it."""
        _check_text(field)

    def said(self) -> Said | None:
        """What was said about tools, where it was asked."""
        return self.disclosure.form.said() if "disclosure" in self._fields else None


class HowForm(Form):
    """A word on how an action was done."""

    how = StringField(
        "How",
        [Length(max=LONGEST_HOW, message="Use at most 300 characters.")],
        filters=[one_line],
    )


class OutcomeForm(Form):
    """What became of a note, among `outcomes`: in which revision it was taken in, or why not."""

    outcome = RadioField("What became of it?", choices=[])
    revision = IntegerField(
        "In revision", [Optional(), NumberRange(min=1, message="Revisions count from 1.")]
    )
    why = StringField(
        "Why",
        [Length(max=LONGEST_WHY, message="Use at most 300 characters.")],
        filters=[one_line],
    )

    def __init__(self, *args: Any, outcomes: Sequence[Outcome], **given: Any) -> None:
        super().__init__(*args, **given)
        self.outcome.choices = [SelectChoice(one.value, OUTCOMES[one]) for one in outcomes]
        if Outcome.INCORPORATED not in outcomes:
            del self.revision

    def validate_why(self, field: StringField) -> None:
        """Who raised it hears why it is declined."""
        if self.outcome.data == Outcome.DECLINED and not field.data:
            raise ValidationError("Say in a sentence why it is declined.")


class ReasonForm(Form):
    """Why a note is taken out; nobody has to say."""

    reason = StringField(
        "Why", [Length(max=300, message="Use at most 300 characters.")], filters=[one_line]
    )
