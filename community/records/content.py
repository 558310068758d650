"""What a record says, as values: for the page and for what is taken along. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from community.agendas.call_roles import CallRole
from community.agendas.content import ItemText
from community.conduct.state_queries import Placeholder
from community.distance.queries import Folded
from community.notes.line_queries import NoteLine


@dataclass(frozen=True, slots=True)
class Sources:
    """The text of a note in Markdown, its `Assisted-by:` lines, and what else was said of tools."""

    text: str
    assisted_by: tuple[str, ...] = ()
    about_tools: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes of one thread in reading order, and how many it has in all; `key` is its address."""

    lines: tuple[NoteLine, ...] = ()
    total: int = 0
    key: str | None = None

    @property
    def left_out(self) -> int:
        """How many stand on pages of their own."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class RecordItem:
    """An item of the agenda and what became of it. `used` minutes were spent on it, None where
    nobody measured; `moved`: it went on to another call; `redactions`: for which clauses words of
    it are taken out.
    """

    text: ItemText
    used: int | None
    was_discussed: bool
    moved: bool
    is_open: bool
    notes: Notes = Notes()
    redactions: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many said that they are there, and who of them chose to be named."""

    count: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many corrections that were asked for were made, and how many were not."""

    corrected: int = 0
    left_as_is: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of a record but its own words. `off_record` items are left out; `since` is when
    it was published: what was noted later is marked; `folded` whom its reader mutes or blocks.
    """

    items: tuple[RecordItem, ...]
    off_record: int
    notes: Notes
    decisions: tuple[NoteLine, ...]
    actions: tuple[NoteLine, ...]
    attendance: Attendance
    roles: tuple[tuple[CallRole, str], ...]
    outcomes: Outcomes = Outcomes()
    since: datetime | None = None
    folded: Folded = field(default_factory=Folded)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written down."""
        return not (self.items or self.notes.total or self.decisions or self.actions)

    @property
    def has_later_notes(self) -> bool:
        """Whether something was noted or changed after it was published."""
        shown = [self.notes, *(item.notes for item in self.items)]
        lines = [line for notes in shown for line in notes.lines]
        lines += [*self.decisions, *self.actions]
        return any(self.is_later(line) or self.is_changed_since(line) for line in lines)

    def is_later(self, line: NoteLine) -> bool:
        """Whether a note was written after the record was published."""
        return self.since is not None and line.made_at > self.since

    def is_changed_since(self, line: NoteLine) -> bool:
        """Whether a note reads otherwise than when the record was published."""
        if self.since is None or line.changed_at is None:
            return False
        return line.made_at <= self.since < line.changed_at
