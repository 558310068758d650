"""What is held of people who invited others to their drafts, and of whom they invited. Both go with
either of them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from community.db import db
from community.holdings import Facts, Holding

from .invitation_models import PatternInvitation
from .leaving_queries import drafts_to_keep, read_before_opened
from .models import Pattern


def export(person_id: int) -> Facts:
    """Whom they invited to what, and what they were invited to, without what others wrote."""
    return {
        "invitations to drafts": [
            _told(row, None if row.person_id == person_id else title)
            for row, title in db.session.execute(_of(person_id))
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete their invitations, and all to their drafts, but to those that stay, or that everybody
    reads by now: whoever was invited to these reads what they said still.
    """
    row = PatternInvitation
    stays = row.pattern_id.in_(drafts_to_keep(person_id)) | row.pattern_id.in_(
        read_before_opened(person_id)
    )
    gone = (row.person_id == person_id) | ((row.by_id == person_id) & ~stays)
    db.session.execute(delete(row).where(gone).execution_options(synchronize_session="fetch"))


def _of(person_id: int) -> Any:
    row = PatternInvitation
    query = select(row, Pattern.title).join(Pattern, Pattern.id == row.pattern_id)
    return query.where(or_(row.person_id == person_id, row.by_id == person_id)).order_by(row.id)


def _told(row: PatternInvitation, title: str | None) -> dict[str, object]:
    invited = {"to a draft of mine": title} if title is not None else {"to": "another's draft"}
    return invited | {"may": row.may.value, "at": row.at, "ended": row.ended_at}


HOLDING = Holding(tables=frozenset({"pattern_invitation"}), export=export, erase=erase)
