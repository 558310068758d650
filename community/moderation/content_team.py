"""The responders as they are asked about content: since when, and when they are away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, union_all

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.standing import spells_kept_from_acting
from community.db import db

from .case_models import Leave


class Responder(NamedTuple):
    """One of the team, with when they are or were away, or kept from acting by a measure."""

    member: Member
    since: datetime
    spells: Sequence[tuple[datetime, datetime | None]]

    def there_from(self, at: datetime) -> datetime | None:
        """The first instant from `at` on when they can be asked; None where none is known."""
        for begins, ends in self.spells:
            if begins <= at and ends is None:
                return None
            if begins <= at and ends is not None and ends > at:
                at = ends
        return at

    def is_there(self, at: datetime) -> bool:
        """Whether they can be asked then."""
        return self.there_from(at) == at


def whole_team() -> Sequence[Responder]:
    """Every responder. Two queries."""
    query = select(Member, RoleGrant.granted_at).join(RoleGrant, RoleGrant.member_id == Member.id)
    query = query.where(RoleGrant.role == Role.RESPONDER, RoleGrant.revoked_at.is_(None))
    query = query.where(Member.erased_at.is_(None)).order_by(Member.id)
    found = db.session.execute(query).unique().all()
    numbers = [member.id for member, _ in found]
    away = select(Leave.member_id, Leave.starts_at, Leave.ends_at)
    away = away.where(Leave.member_id.in_(numbers))
    kept = spells_kept_from_acting().where(Member.id.in_(numbers))
    spells: dict[int, list[tuple[datetime, datetime | None]]] = {}
    both: Any = union_all(away, kept).order_by("starts_at")
    for number, begins, ends in db.session.execute(both):
        spells.setdefault(number, []).append((begins, ends))
    return [Responder(member, since, spells.get(member.id, ())) for member, since in found]
