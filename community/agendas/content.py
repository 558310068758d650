"""What an agenda says, as values: for showing, comparing and exporting. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import ItemKind
from .sides import Side, side_to_hear
from .timing import Budget, budget

OFF_THE_RECORD = "Off the record"
KIND_WORDS = {
    ItemKind.INFORM: "inform",
    ItemKind.DISCUSS: "discuss",
    ItemKind.DECIDE: "decide",
    ItemKind.CHECK_IN: "check-in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """An item of an agenda; `number` is the same in every edition, `key` is its address, empty
    where it has moved on to another call. Texts are Markdown, with the
    HTML that was made of them. What was said about tools is a sentence, and lines for exports.
    """

    number: int
    title: str
    kind: ItemKind
    minutes: int
    key: str = ""
    body: str = ""
    body_html: str = ""
    people: str = ""
    people_html: str = ""
    business: str = ""
    business_html: str = ""
    leaders: tuple[str, ...] = ()
    disclosure: str = ""
    assisted_by: tuple[str, ...] = ()
    is_off_record: bool = False
    is_masked: bool = False
    is_folded: bool = False  # for its reader, who mutes or blocks whoever proposed it

    @property
    def side_to_hear(self) -> Side | None:
        """Which side of a decision says too little."""
        return side_to_hear(self.people, self.business) if self.kind is ItemKind.DECIDE else None

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self.title}\n{self.body}\n{self.people}\n{self.business}"

    @property
    def decides(self) -> bool:
        """Whether its two sides are shown."""
        return self.kind is ItemKind.DECIDE and bool(self.people or self.business)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaText:
    """A published agenda: its edition, when it was published and by whom, and its items."""

    number: int
    at: datetime
    by: str | None
    note: str
    minutes: int
    disclosure: str
    assisted_by: tuple[str, ...]
    items: tuple[ItemText, ...]

    @property
    def planned(self) -> int:
        """The minutes of its items together."""
        return sum(item.minutes for item in self.items)


def masked(items: Sequence[ItemText]) -> tuple[ItemText, ...]:
    """Items as whoever does not facilitate sees them: of what is off the record only that it is
    there, and its minutes.
    """
    return tuple(_mask(item) if item.is_off_record else item for item in items)


def _mask(item: ItemText) -> ItemText:
    return ItemText(
        number=item.number,
        title=OFF_THE_RECORD,
        kind=ItemKind.DISCUSS,
        minutes=item.minutes,
        is_off_record=True,
        is_masked=True,
    )


def budget_of(items: Sequence[ItemText], available: int) -> Budget:
    """Minutes planned of the minutes available."""
    return budget([(item.title, item.minutes) for item in items], available)


def short_lines(items: Sequence[ItemText]) -> Iterator[str]:
    """An agenda as a list of lines, for calendars and letters: no more than titles, minutes and
    kinds, and of what is off the record only that it is there.
    """
    for place, item in enumerate(items, start=1):
        if item.is_off_record:
            yield f"{place}. {OFF_THE_RECORD} ({item.minutes} min)"
        else:
            yield f"{place}. {item.title} ({item.minutes} min, {KIND_WORDS[item.kind]})"
