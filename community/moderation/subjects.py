"""What a report is about, or is to be set aside: a thing as it is now, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Person

from .report_models import About

NOBODY = "A member"
"""What whoever wants no name is called."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing as it is now: its own words, and whose they are."""

    about: About
    reference: str  # as in an address
    number: int
    title: str
    source: str
    html: str
    revision: int | None = None
    author: Person | None = None
    author_name: str = ""
    shown_name: str = ""  # by which who may see it and is no responder knows it
    made_at: datetime | None = None
    is_gone: bool = False  # taken out, its words kept
    said_by: Person | None = None  # whose it is, where nobody is told so

    @property
    def text(self) -> str:
        """How it stands in the address of the form."""
        return f"{self.about}:{self.reference}"


def whose(person: Person) -> Mapping[str, object]:
    """Of whom it is, as a subject says it."""
    return {"author": person, "author_name": person.credited_as or NOBODY}
