"""Who is around a call that is held: who speaks and who waits, who is there and by what name."""

from dataclasses import dataclass

from .models import Opening
from .queries import hands_of, presences_of
from .queueing import Raised, in_line, speaker_of


@dataclass(frozen=True, slots=True)
class Queue:
    """Who speaks, who waits, and the reader's own hand."""

    speaker: Raised | None = None
    waiting: tuple[Raised, ...] = ()
    mine: Raised | None = None


@dataclass(frozen=True, slots=True)
class There:
    """How many are there, who of them shows a name, and whether the reader is one of them. `along`
    are those who read what is off the record, by the names others see: for who leads.
    """

    count: int = 0
    names: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    am_i: bool = False
    am_i_named: bool = False


def queue_of(opening: Opening | None, member_id: int | None) -> Queue:
    """Who speaks and who waits while a call is on. One query."""
    if opening is None or not opening.is_on:
        return Queue()
    hands = hands_of(opening)
    mine = [hand for hand in hands if hand.member_id == member_id and not hand.is_over]
    return Queue(speaker_of(hands), tuple(in_line(hands)), mine[0] if mine else None)


def there_of(opening: Opening | None, member_id: int | None) -> There:
    """Who has said that they are there. One query."""
    if opening is None:
        return There()
    rows = presences_of(opening)
    mine = [row for row in rows if row.member_id == member_id]
    return There(
        count=len(rows),
        names=tuple(row.credited_as for row in rows if row.shows_name and row.credited_as),
        along=tuple(row.name for row in rows if row.shows_name),
        am_i=bool(mine),
        am_i_named=bool(mine and mine[0].shows_name),
    )
