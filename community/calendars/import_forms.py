"""What is sent while a calendar is imported: the file, then what is to become of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community.accounts.fields import ZoneField, one_line
from community.calls.models import Series, Visibility

from .choosing import LONGEST_TOPIC, MOST_TOPICS, Choice, Choices, usual_choices
from .known import Here
from .plan import ImportPlan
from .reading.wording import LONGEST_TITLE

_OWN = ""


class UploadForm(Form):
    """A calendar file, and the zone of the times in it that name none."""

    file = FileField("Calendar file")
    zone = ZoneField("Time zone for times that name none")


class ProposalForm(Form):
    """What becomes of one series or call."""

    key = HiddenField()
    is_wanted = BooleanField("Import this")
    title = StringField(
        "Title",
        [check.Length(max=LONGEST_TITLE, message="Use at most 150 characters.")],
        filters=[one_line],
    )
    into = SelectField("As", choices=[SelectChoice(_OWN, "A call of its own")], default=_OWN)


class ImportForm(Form):
    """What becomes of everything in a file. Nothing is chosen that the file does not hold."""

    proposals = FieldList(FormField(ProposalForm))
    visibility = RadioField(
        "Who can see it",
        choices=[
            SelectChoice(Visibility.PUBLIC.value, "Everyone"),
            SelectChoice(Visibility.MEMBERS.value, "Members who are signed in"),
            SelectChoice(Visibility.LINK.value, "Whoever has the address"),
        ],
        default=Visibility.PUBLIC.value,
    )
    topics = StringField("Topics", [check.Length(max=500)], filters=[one_line])
    with_categories = BooleanField("Take over the categories of the file as topics")

    def __init__(
        self, *args: Any, plan: ImportPlan, series: Sequence[Series], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self._plan = plan
        own = [SelectChoice(_OWN, "A call of its own")]
        dates = [SelectChoice(str(s.id), f"A date of “{s.title}”") for s in series]
        for entry in self.proposals:
            entry.form.into.choices = [*own, *dates]

    def validate_topics(self, _field: Any) -> None:
        """A few topics, each with a name that fits."""
        names = self.topic_names()
        if len(names) > MOST_TOPICS:
            raise ValidationError(f"Name at most {MOST_TOPICS} topics.")
        if any(len(name) > LONGEST_TOPIC for name in names):
            raise ValidationError("A topic has at most 60 characters. Put commas between topics.")

    def validate_proposals(self, _field: Any) -> None:
        """At least one, or there is nothing to do."""
        if not any(choice.is_wanted for choice in self._chosen().values()):
            raise ValidationError("Choose at least one series or call to import.")

    def topic_names(self) -> tuple[str, ...]:
        """The names between the commas, each once."""
        names = (name.strip() for name in (self.topics.data or "").split(","))
        return tuple({name.lower(): name for name in names if name}.values())

    def choices(self) -> Choices:
        """The draft; only after `validate()`."""
        return Choices(
            chosen=self._chosen(),
            visibility=Visibility(self.visibility.data),
            topics=self.topic_names(),
            with_categories=bool(self.with_categories.data),
        )

    def _chosen(self) -> Mapping[str, Choice]:
        known = {proposal.details.key: proposal.details for proposal in self._plan.proposals}
        return {
            form.key.data: Choice(
                form.title.data or known[form.key.data].title,
                bool(form.is_wanted.data),
                int(form.into.data) if form.into.data else None,
            )
            for form in (entry.form for entry in self.proposals)
            if form.key.data in known
        }


def first_choices(plan: ImportPlan, here: Mapping[str, Here]) -> dict[str, Any]:
    """What the form begins with: all but what is here already or called off as a whole."""
    chosen = usual_choices(plan)
    return {
        "proposals": [
            {
                "key": proposal.details.key,
                "title": chosen[proposal.details.key].title,
                "is_wanted": chosen[proposal.details.key].is_wanted
                and proposal.details.key not in here,
                "into": _OWN,
            }
            for proposal in plan.proposals
        ]
    }
