"""From what was typed into the forms for calls to drafts, with a sentence for what is wrong."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community.clock import zone_names
from community.fields import language_tag, one_line
from community.text import LONGEST_SOURCE, TOO_LONG, can_be_seen, clean

from .drafts import Details, Place
from .models import NoteTakers, Recording, Visibility
from .rules import Slot as Hour

MOST_TOPICS = 8


def options(*pairs: tuple[str, str]) -> list[SelectChoice]:
    """Choices of a field: what is sent, and the words for it."""
    return [SelectChoice(str(value), words) for value, words in pairs]


_VISIBILITY = options(
    (Visibility.PUBLIC, "Everyone"),
    (Visibility.MEMBERS, "Members who are signed in"),
    (Visibility.LINK, "Whoever has the address"),
)
_RECORDING = options(
    (Recording.NO, "Not recorded"),
    (Recording.YES, "Recorded"),
    (Recording.PARTS, "Parts of it are recorded"),
)
_NOTE_TAKERS = options(
    (NoteTakers.WELCOME, "Welcome"),
    (NoteTakers.ASK, "Ask first"),
    (NoteTakers.NO, "Not allowed"),
)


def stripped(text: str | None) -> str:
    """What was typed without the space around it."""
    return (text or "").strip()


class Written(check.DataRequired):
    """Refuse what is empty or cannot be seen, such as spaces alone."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Say so with our sentence."""
        if not can_be_seen(field.data or ""):
            field.errors[:] = []
            raise check.StopValidation(self.message or "")


def known_zone(_form: Form, field: Any) -> None:
    """Refuse what is not an IANA zone."""
    if field.data and field.data not in zone_names():
        raise ValidationError(
            f"“{field.data[:40]}” is not a time zone. Write one such as Europe/Berlin."
        )


def web_address(_form: Form, field: Any) -> None:
    """Refuse what is not an address of the web."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
        fine = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:  # half an address of numbers, such as http://[::1
        fine = False
    if not fine or re.search(r"[\s\x00-\x1f\x7f]", field.data):
        raise ValidationError("Write a whole address that begins with https://.")


def fits_in_bytes(_form: Form, field: Any) -> None:
    """Refuse a text longer than we render, counted as it is kept."""
    if len((field.data or "").encode()) > LONGEST_SOURCE:
        raise ValidationError(TOO_LONG)


class VersionedForm(Form):
    """A form that knows which version of its subject was read when it was opened."""

    version = HiddenField()

    def read_version(self) -> int:
        """The version that was read; 0 where it is missing."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


class DetailsForm(VersionedForm):
    """What a series or a call says of itself."""

    title = StringField("Title", [Written("Give it a title."), check.Length(max=150)], [one_line])
    description = TextAreaField("Description", [fits_in_bytes], [stripped])
    topics = StringField("Topics", [check.Length(max=500)], [one_line])
    visibility = RadioField("Who can see it", choices=_VISIBILITY, default=Visibility.PUBLIC)
    recording = RadioField("Recording", choices=_RECORDING, default=Recording.NO)
    note_takers = RadioField("Automatic note-takers", choices=_NOTE_TAKERS, default=NoteTakers.ASK)
    language = StringField(
        "Language", [Written("Name the language."), language_tag], [one_line], default="en"
    )
    captions = StringField("Captions", [check.Length(max=150)], [one_line])
    access = StringField("Access", [check.Length(max=300)], [one_line])

    def validate_topics(self, _field: Any) -> None:
        """A few topics, each with a name that fits."""
        names = self.topic_names()
        if len(names) > MOST_TOPICS:
            raise ValidationError(f"Name at most {MOST_TOPICS} topics.")
        if any(len(name) > 60 for name in names):  # noqa: PLR2004 - the column's length
            raise ValidationError("A topic has at most 60 characters. Put commas between topics.")

    def topic_names(self) -> tuple[str, ...]:
        """The names between the commas, each once."""
        names = (name.strip() for name in (self.topics.data or "").split(","))
        return tuple({name.lower(): name for name in names if name}.values())

    def details(self) -> Details:
        """The draft; only after `validate()`."""
        return Details(
            title=self.title.data or "",
            description=clean(self.description.data or ""),
            visibility=Visibility(self.visibility.data),
            recording=Recording(self.recording.data),
            note_takers=NoteTakers(self.note_takers.data),
            language=self.language.data or "en",
            captions=self.captions.data or "",
            access=self.access.data or "",
            topics=self.topic_names(),
        )


class PlaceForm(Form):
    """How many fit, and where people meet."""

    capacity = IntegerField(
        "Places",
        [
            check.Optional(),
            check.NumberRange(1, 100_000, "Write a number from 1 up, or nothing for no limit."),
        ],
    )
    hours_to_accept = IntegerField(
        "Hours to accept a place that has come free",
        [
            check.Optional(),
            check.NumberRange(1, 168, "Write 1 to 168 hours, or nothing for our rule."),
        ],
    )
    join_url = StringField("Join link", [check.Length(max=2000), web_address], [stripped])
    join_is_public = BooleanField("Show the join link to everyone")

    def place(self) -> Place:
        """The draft; only after `validate()`."""
        return Place(
            capacity=self.capacity.data,
            hours_to_accept=self.hours_to_accept.data,
            join_url=self.join_url.data or None,
            join_is_public=bool(self.join_is_public.data),
        )


class HourForm(PlaceForm):
    """A wall-clock time in a zone, and its place. A form without a time says nothing."""

    time = TimeField("Time", [check.Optional()])
    zone = StringField("Time zone", [check.Length(max=64), known_zone], [one_line])
    minutes = IntegerField(
        "Length in minutes",
        [check.Optional(), check.NumberRange(5, 1440, "Write 5 to 1440 minutes.")],
        default=60,
    )

    def validate_zone(self, field: Any) -> None:
        """A time needs a zone."""
        if self.time.data is not None and not field.data:
            raise ValidationError("Name the time zone, such as Europe/Berlin.")

    def hour(self) -> Hour:
        """The slot value; only after `validate()` and where a time was given."""
        if self.time.data is None:
            raise ValueError("No time was given.")
        return Hour(zone=self.zone.data or "", time=self.time.data, minutes=self.minutes.data or 60)
