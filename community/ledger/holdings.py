"""What the ledger holds of a person: what they did, and what they said to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.calls.models import Call
from community.db import db
from community.holdings import Facts, Holding

from .models import Confirmation, Labour, Line, LineRemoval, Refusal, Shown
from .queries import is_taken_off

GONE = "something else"


def export(person_id: int) -> Facts:
    """Their lines, with what waits and what they declined."""
    member_id = db.session.scalar(select(Member.id).where(Member.person_id == person_id))
    query = (
        select(Line, Confirmation, Refusal, LineRemoval)
        .outerjoin(
            Confirmation,
            (Confirmation.line_id == Line.id) & Confirmation.withdrawn_at.is_(None),
        )
        .outerjoin(Refusal, (Refusal.line_id == Line.id) & Refusal.withdrawn_at.is_(None))
        .outerjoin(
            LineRemoval, (LineRemoval.line_id == Line.id) & LineRemoval.withdrawn_at.is_(None)
        )
        .options(joinedload(Line.call).joinedload(Call.series))
        .where(Line.member_id == member_id)
        .order_by(Line.id)
    )
    rows: Any = db.session.execute(query).unique().all() if member_id is not None else ()
    return {
        "labour": [
            {
                "call": line.call.title,
                "kind": line.kind.value,
                "what": line.what,
                "minutes": line.minutes,
                "listed": said.shown.value if said is not None else None,
                "pseudonym": said.pseudonym if said is not None else "",
                "confirmed": said.at if said is not None else None,
                "declined": refused.at if refused is not None else None,
                "taken off": off.at if off is not None else None,
                "why taken off": off.reason if off is not None else "",
            }
            for line, said, refused, off in rows
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """Name and pseudonym go, and the words they typed; what was listed is still counted. What was
    not, or was taken off the list, is deleted.
    """
    member_id = db.session.scalar(select(Member.id).where(Member.person_id == person_id))
    mine = select(Line.id).where(Line.member_id == member_id)
    kept = mine.where(
        Line.id.in_(select(Confirmation.line_id).where(Confirmation.withdrawn_at.is_(None))),
        ~is_taken_off(),
    )
    numbers, left = set(db.session.scalars(mine)), set(db.session.scalars(kept))
    gone = numbers - left
    for model in (Refusal, LineRemoval):
        db.session.execute(delete(model).where(model.line_id.in_(numbers)))
    over = or_(Confirmation.withdrawn_at.is_not(None), Confirmation.line_id.in_(gone))
    db.session.execute(delete(Confirmation).where(Confirmation.line_id.in_(numbers), over))
    nameless = update(Confirmation).where(Confirmation.line_id.in_(left))
    db.session.execute(nameless.values(shown=Shown.COUNTED, pseudonym=""))
    db.session.execute(delete(Line).where(Line.id.in_(gone)))
    theirs = update(Line).where(Line.id.in_(left))
    db.session.execute(theirs.where(Line.kind == Labour.OTHER).values(what=GONE))
    db.session.execute(theirs.where(Line.kind != Labour.OTHER).values(what=""))
    db.session.execute(theirs.values(member_id=None))
    if member_id is not None:
        naming = {Line: ("what",), LineRemoval: ("reason",)}
        name_no_more(db.session.get_one(Member, member_id), naming)


HOLDINGS = (
    Holding(
        tables=frozenset(
            {"labour_line", "labour_confirmation", "labour_refusal", "labour_removal"}
        ),
        export=export,
        erase=erase,
    ),
)
