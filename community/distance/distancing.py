"""Muting and blocking another member, and letting them near again. Nobody is told."""

from datetime import datetime

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal
from community.revisions import bump

from .models import Distance, Keeping
from .queries import distance_between


def scope_of(member_id: int) -> str:
    """What stands among the revisions for how far a member keeps whom."""
    return f"distance:{member_id}"


class CannotKeepOff(Refusal):
    """Nobody keeps themselves at a distance."""


def keep_off(
    other: Member, kind: Keeping, *, by: Member, now: datetime, is_named: bool = True
) -> None:
    """Mute or block a member; the one takes the place of the other, twice changes nothing.

    Without `is_named`: as whoever wrote words that name nobody. Raises `CannotKeepOff`.
    """
    if other.id == by.id:
        raise CannotKeepOff("This is you.")
    row = distance_between(by, other.id, is_named=is_named)
    if row is None:
        row = Distance(by_id=by.id, other_id=other.id, is_named=is_named, kind=kind, at=now)
        db.session.add(row)
    elif row.kind is not kind:
        row.kind, row.at = kind, now
    bump(scope_of(by.id))
    db.session.flush()


def let_near(row: Distance) -> None:
    """Neither mute nor block any more."""
    bump(scope_of(row.by_id))
    db.session.delete(row)
    db.session.flush()
