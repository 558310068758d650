"""What is held of whom a person keeps at a distance: theirs alone; gone with either of the two."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from .models import Distance


def export(person_id: int) -> Facts:
    """Whom they mute and block. Who does so to them is others'."""
    query = select(Distance).join(Member, Member.id == Distance.by_id)
    rows = db.session.scalars(query.where(Member.person_id == person_id).order_by(Distance.id))
    return {
        "people I mute or block": [
            {
                "who": one.other.handle if one.is_named else "a member who is not named",
                "how": one.kind.value,
                "since": one.at,
            }
            for one in rows
        ]
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """Delete what they keep, and what others keep of them: nobody is left to be kept off."""
    mine = select(Member.id).where(Member.person_id == person_id)
    gone = delete(Distance).where(or_(Distance.by_id.in_(mine), Distance.other_id.in_(mine)))
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


HOLDINGS = (Holding(tables=frozenset({"member_distance"}), export=export, erase=erase),)
