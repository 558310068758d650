"""The tabs in which a form is open: each keeps its own draft, so that none writes over another."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from community.keys import KEY_LENGTH, new_key


class Kept(Protocol):
    """What a tab has kept, and when."""

    @property
    def tab(self) -> str:
        """The key of the tab."""

    @property
    def at(self) -> datetime:
        """When it was kept last."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft without its words: in which tab it was kept, and when."""

    tab: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab with a form: its key, and the draft that was in the form when it was opened, as the
    key of its tab and when that had kept it.
    """

    key: str
    opened: str = ""

    @property
    def before(self) -> tuple[str, datetime] | None:
        """That draft; None where there was none, or none can be read."""
        key, _, at = self.opened.partition("@")
        try:
            told = datetime.fromisoformat(at)
            return (key[:KEY_LENGTH], told.astimezone(UTC)) if told.tzinfo else None
        except (ValueError, OverflowError):
            return None


ALONE = Tab("")
"""A form that says of no tab that it is in it."""


def opened_from(draft: Kept | None) -> str:
    """How a tab says which draft was in its form."""
    return f"{draft.tab}@{draft.at.isoformat()}" if draft else ""


def tab_with(draft: Kept | None) -> Tab:
    """A tab that is opened now, with a draft in its form."""
    return Tab(new_key(), opened_from(draft))
