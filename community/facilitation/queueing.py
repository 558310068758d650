"""The order in which people speak: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import HandKind, Way

_RANK = {kind: rank for rank, kind in enumerate(HandKind)}


@dataclass(frozen=True, slots=True)
class Raised:
    """A hand: of whom, what for, since when, and whether it was called and is over. `name` is None
    for somebody who is credited by no name.
    """

    number: int
    member_id: int
    name: str | None
    kind: HandKind
    way: Way
    at: datetime
    is_called: bool
    is_over: bool


def speaker_of(hands: Iterable[Raised]) -> Raised | None:
    """Who has the floor."""
    return next((hand for hand in hands if hand.is_called and not hand.is_over), None)


def in_line(hands: Sequence[Raised]) -> list[Raised]:
    """The hands that wait, the next to speak first: by kind; within a kind those who have not
    spoken yet; among them who raised it first.
    """
    spoken = {hand.member_id for hand in hands if hand.is_called}
    waiting = [hand for hand in hands if not (hand.is_called or hand.is_over)]
    return sorted(waiting, key=lambda h: (_RANK[h.kind], h.member_id in spoken, h.at, h.number))
