"""What can be set aside, and by which verbs of the feature it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from community.accounts.models import Member
from community.agendas import setting_aside as items
from community.agendas.models import Item
from community.conduct.state_models import Content
from community.db import db
from community.notes import setting_aside as notes
from community.notes.models import Note
from community.patterns import setting_aside as patterns
from community.patterns.known_use_models import KnownUse
from community.patterns.models import Pattern


class Act(Protocol):
    """Does something to a row for a responder, with words that stand in its place, or that were
    kept of it; gives what undoing it has to know.
    """

    def __call__(self, row: Any, words: str, /, *, by: Member, now: datetime) -> Any:
        """Once; what was out of sight before stays so."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The verbs for one sort of content. `title_of` is by what its author knows it; `source_of`
    what it says, as Markdown, read by its author and the responders alone.
    """

    model: type[Any]
    is_part_of: Callable[[Any, Member], bool]
    title_of: Callable[[Any], str]
    source_of: Callable[[Any, str], str]
    set_aside: Act
    bring_back: Act
    purge: Act


def _has_part_in_item(item: Item, member: Member) -> bool:
    return items.is_part_of(item, member) or notes.has_written_on(item.id, member)


KINDS: Mapping[Content, Kind] = {
    Content.NOTE: Kind(
        Note,
        notes.is_part_of,
        notes.title_of,
        notes.source_of,
        notes.set_aside,
        notes.bring_back,
        notes.purge,
    ),
    Content.ITEM: Kind(
        Item,
        _has_part_in_item,
        items.title_of,
        items.source_of,
        items.set_aside,
        items.bring_back,
        items.purge,
    ),
    Content.PATTERN: Kind(
        Pattern,
        patterns.is_part_of,
        patterns.title_of,
        patterns.source_of,
        patterns.set_aside,
        patterns.bring_back,
        patterns.purge,
    ),
    Content.USE: Kind(
        KnownUse,
        patterns.is_part_of_use,
        patterns.title_of_use,
        patterns.source_of_use,
        patterns.set_use_aside,
        patterns.bring_use_back,
        patterns.purge_use,
    ),
}


def row_of(about: Content, number: int) -> Any:
    """The content with a number."""
    return db.session.get_one(KINDS[about].model, number)
