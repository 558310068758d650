"""Saying that one is at a call, and that one is not after all."""

from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.calls.apart import refuse_apart
from community.calls.models import Call
from community.db import db

from .models import Presence
from .steering import hold


def come(call: Call, *, shows_name: bool, by: Member, now: datetime) -> None:
    """Say that one is here; again, to show one's name or no longer. What is said off the record is
    read by name: from the moment it is shown, for as long as it is.

    Raises `community.facilitation.steering.IsNotOn` and
    `community.distance.forbidding.ContactForbidden`.
    """
    refuse_apart(call, by.person, now)
    opening = hold(call)
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {"opening_id": opening.id, "member_id": by.id, "at": now}
    named_at = func.coalesce(Presence.named_at, now) if shows_name else None
    db.session.execute(
        kind.insert(Presence)
        .values(row | {"named_at": now if shows_name else None})
        .on_conflict_do_update(
            index_elements=["opening_id", "member_id"], set_={"named_at": named_at}
        )
    )


def go(call: Call, *, by: Member) -> None:
    """One has not been here. Twice changes nothing."""
    opening = hold(call)
    mine = Presence.opening_id == opening.id, Presence.member_id == by.id
    db.session.execute(delete(Presence).where(*mine))
