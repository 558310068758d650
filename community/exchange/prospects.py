"""What a file would bring in, for somebody to look at before it is imported. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from .preparing import Prepared


@dataclass(frozen=True, slots=True)
class Prospect:
    """A series in a file: its own words, the days of its first and last call, and amounts."""

    title: str
    description_html: str
    first_on: date | None
    last_on: date | None
    calls: int
    editions: int
    notes: int
    decisions: int
    actions: int
    people: tuple[str, ...]


def prospect(prepared: Prepared) -> Prospect:
    """What there is to say about a file."""
    facts = prepared.series["series"]
    days = [
        datetime.fromisoformat(sitting["local_start"]).date()
        for call in prepared.calls
        for sitting in call["sittings"]
    ]
    kinds = [
        note.get("kind")
        for call in prepared.calls
        for thread in call["threads"]
        for note in thread["notes"]
    ]
    return Prospect(
        title=facts["title"],
        description_html=prepared.html[facts["description"]],
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        calls=len(prepared.calls),
        editions=sum(len(call["editions"]) for call in prepared.calls),
        notes=len(kinds),
        decisions=kinds.count("decision"),
        actions=kinds.count("action"),
        people=tuple(sorted((one["name"] for one in prepared.series["people"]), key=str.casefold)),
    )
