"""The part of a form that asks whether a tool was involved, the same wherever there is a text."""

from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import Length, ValidationError

from community.accounts.fields import one_line

from .wording import IN_DETAIL, Checked, Degree, Openness, Said, Tool, sentence

SAME = "same"
KEPT = "kept"
MOST_TOOLS = 3
_DEGREES = {
    Degree.NONE: "No tool",
    Degree.WORDING: "Wording only",
    Degree.SOME: "Some parts",
    Degree.MOST: "Most of it",
    Degree.UNSAID: "Rather not say",
}
_CHECKED = {
    Checked.REWROTE: "I rewrote it",
    Checked.EVERY_CLAIM: "Every claim",
    Checked.SOME: "Some of it",
    Checked.NOTHING: "Nothing yet",
}
_OPENNESS = {
    Openness.UNKNOWN: "I don’t know",
    Openness.CLOSED: "Closed",
    Openness.WEIGHTS: "Open weights",
    Openness.WEIGHTS_AND_DATA: "Open weights and data",
}


def _short(label: str, most: int) -> StringField:
    fits = Length(max=most, message=f"Use at most {most} characters.")
    return StringField(label, [fits], filters=[one_line])


class ToolForm(Form):
    """A tool that was used; without a name it is none."""

    name = _short("Which tool", 80)
    version = _short("Version", 40)
    controlled_by = _short("Who controls it", 80)
    openness = SelectField(
        "What of it is open",
        choices=[SelectChoice(value.value, words) for value, words in _OPENNESS.items()],
        default=Openness.UNKNOWN.value,
    )


class DisclosureForm(Form):
    """One tap, and details where they matter. For a `FormField`; tell it the last time first."""

    degree = RadioField(
        "Was a tool involved?",
        choices=[SelectChoice(value.value, words) for value, words in _DEGREES.items()],
        validate_choice=False,
    )
    purpose = _short("What it was used for", 200)
    tools = FieldList(FormField(ToolForm), min_entries=MOST_TOOLS, max_entries=MOST_TOOLS)
    checked = RadioField(
        "What did you check?",
        choices=[SelectChoice(value.value, words) for value, words in _CHECKED.items()],
        validate_choice=False,
    )
    material = _short("Whose material went in", 200)
    footprint = _short("Footprint", 100)
    is_required = BooleanField("My employer requires it")

    last: Said | None = None
    standing: Said | None = None

    def keep(self, standing: Said) -> None:
        """Offer what is said of the text that is changed, and take it where nothing else was
        chosen.
        """
        self.standing = standing
        words = sentence(standing.degree, standing.checked, [tool.name for tool in standing.tools])
        kept = SelectChoice(KEPT, f"As it says now ({words or 'No tool'})")
        self.degree.choices = [kept, *(self.degree.choices or [])]
        if not self.degree.raw_data and not self.degree.data:
            self.degree.data = KEPT

    def recall(self, last: Said | None) -> None:
        """Offer what was said last time, and take it where nothing else was chosen."""
        self.last = last
        if last is None:
            return
        words = sentence(last.degree, last.checked, [tool.name for tool in last.tools])
        same = SelectChoice(SAME, f"Same as last time ({words or 'No tool'})")
        self.degree.choices = [same, *(self.degree.choices or [])]
        if not self.degree.raw_data and not self.degree.data:
            self.degree.data = SAME

    def validate_degree(self, field: RadioField) -> None:
        """One of what stands there."""
        known = {degree.value for degree in Degree} | ({SAME} if self.last else set())
        known |= {KEPT} if self.standing else set()
        if field.data not in known:
            raise ValidationError("Say whether a tool was involved.")

    def validate_checked(self, field: RadioField) -> None:
        """Where a tool made most of it, somebody has looked at it, or says that nobody has."""
        if field.data and field.data not in {checked.value for checked in Checked}:
            raise ValidationError("Choose what you checked.")
        if self.degree.data == Degree.MOST.value and not field.data:
            raise ValidationError("Say what you checked of what the tool made.")

    @property
    def is_kept(self) -> bool:
        """Whether what is said of the text stays as it is."""
        return self.standing is not None and self.degree.data == KEPT

    def said(self) -> Said:
        """What was said, once it is valid."""
        if self.standing is not None and self.is_kept:
            return self.standing
        if self.degree.data == SAME and self.last is not None:
            return self.last
        degree = Degree(self.degree.data)
        if degree not in IN_DETAIL:
            return Said(degree)
        return Said(
            degree,
            purpose=self.purpose.data or "",
            tools=tuple(_tool(entry.data) for entry in self.tools if entry.data["name"]),
            checked=Checked(self.checked.data) if self.checked.data else None,
            is_required=bool(self.is_required.data),
            material=self.material.data or "",
            footprint=self.footprint.data or "",
        )


def _tool(given: dict[str, Any]) -> Tool:
    return Tool(
        given["name"], given["version"], given["controlled_by"], Openness(given["openness"])
    )
