"""What somebody said of a call, looking back, set aside under the code of conduct: taken out, and
put back by responders alone. Whose it is nobody is told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from community.accounts.models import Member
from community.db import db, locked
from community.redaction import Spot, purge_own, spot_in

from .look_back_models import LookBack, LookBackRemoval

_THEIRS, _WHAT = "taken out before", "Looking back"
_TEXTS = {"worked": "what worked well", "differently": "what to do differently"}


def parts(
    numbers: Collection[int], members: Collection[int] | Select[int]
) -> Sequence[Select[int, int]]:
    """Queries for which of some members said what; numbers of both."""
    said = select(LookBack.id, Member.id).join(Member, Member.id == LookBack.member_id)
    return [said.where(LookBack.id.in_(numbers), Member.id.in_(members))]


def title_of(_row: LookBack) -> str:
    """By what who said it knows it."""
    return "Words on a call, looking back"


def source_of(row: LookBack, _kept: str = "") -> str:
    """What they say."""
    return "\n\n".join(filter(None, (row.worked, row.differently)))


def set_aside(row: LookBack, _says: str, *, by: Member, now: datetime) -> str:
    """Take them out. Gives the number of that, by which they are brought back."""
    row = locked(LookBack, row.id)
    if _removal(row) is not None:
        return _THEIRS
    removal = LookBackRemoval(look_back_id=row.id, by_id=by.id, at=now, reason="")
    db.session.add(removal)
    db.session.flush()
    return str(removal.id)


def bring_back(row: LookBack, kept: str, *, by: Member, now: datetime) -> None:
    """Put them back, unless they had been taken out before."""
    removal = _removal(locked(LookBack, row.id))
    if removal is not None and kept == str(removal.id):
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.id
        db.session.flush()


def purge(row: LookBack, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of them, nor of what repeats them in why they were taken out before."""
    set_aside(row, says, by=by, now=now)
    query = select(LookBackRemoval).where(LookBackRemoval.look_back_id == row.id)
    removals = db.session.scalars(query.order_by(LookBackRemoval.id))
    purge_own(own_spots(row), [spot_in(one, "reason", "reason", _WHAT, "why") for one in removals])
    db.session.flush()


def own_spots(row: LookBack, _kept: str = "") -> list[Spot]:
    """What worked well and what to do differently."""
    return [spot_in(row, column, column, _WHAT, where) for column, where in _TEXTS.items()]


def _removal(row: LookBack) -> LookBackRemoval | None:
    query = select(LookBackRemoval).where(
        LookBackRemoval.look_back_id == row.id, LookBackRemoval.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)
