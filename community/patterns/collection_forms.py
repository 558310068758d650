"""What is said of a collection, as it is typed."""

from collections.abc import Sequence

from wtforms import BooleanField, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf, DataRequired

from community.accounts.fields import says_something
from community.fields import at_most, counted, one_line, words

from .collecting import CollectionDraft, EntryDraft
from .collection_models import LONGEST_ABOUT, LONGEST_TITLE, LONGEST_WHY, Openness

_OPENNESS = {
    Openness.PUBLIC: "Everybody",
    Openness.LINK: "Whoever has the link",
    Openness.PRIVATE: "Only me",
}


class CollectionForm(Form):
    """A collection and who sees it; `pattern` is the address of one to begin with."""

    title = StringField(
        "Title",
        [DataRequired("Give it a title."), says_something, at_most(LONGEST_TITLE)],
        filters=[one_line],
    )
    about = TextAreaField("What it is for", [at_most(LONGEST_ABOUT)], filters=[words])
    openness = RadioField(
        "Who can see it",
        [AnyOf(_OPENNESS, "Say who can see it.")],
        choices=[SelectChoice(value.value, told) for value, told in _OPENNESS.items()],
        default=Openness.PUBLIC.value,
        validate_choice=False,
    )
    version = HiddenField(default="0")
    pattern = HiddenField(default="")

    def draft(self) -> CollectionDraft:
        """What was said, once it is valid."""
        return CollectionDraft(
            title=self.title.data or "",
            about=self.about.data or "",
            openness=Openness(self.openness.data),
        )

    def read_version(self) -> int:
        """Which version was read."""
        return counted(self.version.data)


class EntryForm(Form):
    """Why a pattern stands in a collection."""

    why = TextAreaField("Why it stands here", [at_most(LONGEST_WHY)], filters=[words])
    is_pinned = BooleanField("Keep it as it reads today, whatever changes later")
    read = HiddenField(default="")

    def draft(self) -> EntryDraft:
        """What was said, once it is valid."""
        return EntryDraft(why=self.why.data or "", is_pinned=bool(self.is_pinned.data))


class NewEntryForm(EntryForm):
    """A pattern to put into a collection, named as people name things."""

    pattern = StringField(
        "Pattern", [DataRequired("Say which pattern."), at_most(300)], filters=[one_line]
    )


class ShelfForm(EntryForm):
    """One of somebody's collections to put a pattern into."""

    collection = RadioField("Collection", validate_choice=False)

    def offer(self, collections: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen: (address, title), the first by default."""
        self.collection.choices = [SelectChoice(slug, title) for slug, title in collections]
        if not self.collection.data and collections:
            self.collection.data = collections[0][0]


class StepForm(Form):
    """One place up, or down."""

    step = HiddenField(default="")

    def read_step(self) -> int:
        """-1 for up, 1 for down, 0 for anything else."""
        return {"up": -1, "down": 1}.get(self.step.data or "", 0)
