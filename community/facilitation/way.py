"""The way through an agenda while a call is held, as one reader sees it: values from values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.agendas.content import ItemText
from community.agendas.models import Item, State
from community.agendas.proposal_words import ProposalWords

from .steering import Step, neighbour
from .timing import Clock


@dataclass(frozen=True, slots=True)
class Stop:
    """One item on the way: `when` is done, now, later, passed (without having had time) or parked;
    without `title` no words of it. `notes` is its key where it was taken up and the reader may read
    what was noted; `may_jump`: they may take it up at once.
    """

    number: int
    title: str | None
    minutes: int
    used: int
    when: str
    is_off_record: bool
    notes: str | None
    may_jump: bool = False


@dataclass(frozen=True, slots=True)
class Current:
    """What is spoken about, the spell it is in, and its clock; without `shows` no words of it, else
    `words`. Off the record is what is so now, or was when it was published.
    """

    spell: int
    item: Item
    leaders: tuple[str, ...]
    clock: Clock
    shows: bool
    is_off_record: bool
    words: Item | ProposalWords


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, or what is parked: it can be put on the agenda by who leads."""

    key: str
    title: str
    is_parked: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What the way of one reader is made of, by the numbers of items: the minutes they `used`,
    which were `discussed`, as they were `published`, or `kept` as proposals, which are off the
    record, of these whose words are `hidden` and whose notes are the reader's to read (`between`),
    and what is within `reach`.
    """

    used: Mapping[int, int]
    discussed: set[int]
    published: Mapping[int, ItemText]
    kept: Mapping[int, ProposalWords]
    current: Item | None
    off: set[int]
    hidden: set[int]
    between: set[int]
    reach: Sequence[Item] = ()
    leads: bool = False

    def holds(self, item: Item) -> bool:
        """Whether it is shown: what was taken up, and what comes, once it is published or to who
        leads.
        """
        comes = item.state is State.ACCEPTED and (self.leads or item.id in self.published)
        return comes or item.id in self.used

    def stop(self, item: Item) -> Stop:
        """A coming item as it was published; once it is taken up, as it is, or was proposed."""
        is_taken_up = item.id in self.used
        told = self.kept if is_taken_up else self.published
        shown = told.get(item.id, item)
        is_told = item.id in self.published or item.id in self.kept
        is_open = item.id not in self.off and (self.leads or is_told)
        reads = is_taken_up and (is_open or item.id in self.between)
        return Stop(
            number=item.id,
            title=shown.title if item.id not in self.hidden else None,
            minutes=shown.minutes,
            used=self.used.get(item.id, 0),
            when=self._when(item),
            is_off_record=item.id in self.off,
            notes=item.key if reads else None,
            may_jump=item is not self.current and item in self._agenda,
        )

    def ways(self, last: Item | None) -> Mapping[Step, str | None]:
        """The titles of what is taken up by a step either way from the `last` item; empty where no
        words are shown.
        """
        there = {step: neighbour(self._agenda, last, step) for step in Step}
        there[Step.BACK] = there[Step.BACK] if last else None
        return {step: self._title(item) if item else None for step, item in there.items()}

    def _title(self, item: Item) -> str:
        return "" if item.id in self.hidden else self.kept.get(item.id, item).title

    @property
    def _agenda(self) -> Sequence[Item]:
        return [item for item in self.reach if item.state is State.ACCEPTED]

    def _when(self, item: Item) -> str:
        if item is self.current:
            return "now"
        if item.id not in self.used:
            return "later"
        if item.state is State.PARKED:
            return "parked"
        return "done" if item.id in self.discussed else "passed"
