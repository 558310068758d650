"""How a ruling ends: by a row. What it imposed is lifted with it; where another took its place, not
before the person is told of that one.
"""

from datetime import datetime

from community.conduct.imposing import lift
from community.db import db

from .ruling_models import Ruling, RulingEnd


def end_ruling(ruling: Ruling, why: str, *, now: datetime, by_ruling: Ruling | None = None) -> None:
    """Let a ruling stand no more. Ending it twice changes nothing."""
    if db.session.get(RulingEnd, ruling.id) is not None:
        return
    replaced_by_id = by_ruling.id if by_ruling else None
    end = RulingEnd(ruling_id=ruling.id, replaced_by_id=replaced_by_id, why=why, at=now)
    db.session.add(end)
    if ruling.measure is not None and by_ruling is None:
        lift(ruling.measure.measure, why=why, now=now)
    db.session.flush()
    db.session.refresh(ruling)


def end_with_what_followed(ruling: Ruling, why: str, *, now: datetime) -> None:
    """Let a ruling stand no more, nor whatever took its place since: nothing of them holds."""
    following: Ruling | None = ruling
    while following is not None:
        end_ruling(following, why, now=now)
        if following.measure is not None:
            lift(following.measure.measure, why=why, now=now)
        after = following.end.replaced_by_id if following.end else None
        following = db.session.get(Ruling, after) if after else None


def lift_what_it_replaces(ruling: Ruling, *, now: datetime) -> None:
    """As a ruling is told, what those before it imposed is lifted: nothing stands twice, and in
    between there is no time without.
    """
    while ruling.replaces_id is not None:
        ruling = db.session.get_one(Ruling, ruling.replaces_id)
        if ruling.measure is not None:
            lift(ruling.measure.measure, why="Another ruling took its place.", now=now)
