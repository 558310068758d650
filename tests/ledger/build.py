"""Shorthands for lines of labour in tests."""

from datetime import timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.ledger import confirming
from community.ledger.drafts import Answer, OwnLine, Showing
from community.ledger.models import Labour, Line, Shown
from tests.facilitation.build import EVENING

OVER = EVENING + timedelta(hours=2)  # when the evening is behind everybody
NAMED = Showing(Shown.NAME)
COUNTED = Showing(Shown.COUNTED)


def by_pseudonym(name: str) -> Showing:
    """Listed under a pseudonym."""
    return Showing(Shown.PSEUDONYM, name)


def line(call: Call, member: Member, kind: Labour = Labour.NOTES, what: str = "") -> Line:
    """A line that was drafted and waits."""
    row = Line(call_id=call.id, member_id=member.id, kind=kind, what=what, made_at=OVER)
    db.session.add(row)
    db.session.flush()
    return row


def listed(row: Line, by: Member, showing: Showing = NAMED, minutes: int = 0) -> Line:
    """The line, confirmed."""
    given = {row.id: minutes} if minutes else {}
    confirming.confirm(Answer(frozenset({row.id}), showing, given), by=by, now=OVER)
    return row


def own(what: str = "", kind: Labour = Labour.CAPTIONS, showing: Showing = NAMED) -> OwnLine:
    """A line to add."""
    return OwnLine(kind, what, None, showing)


def drafted(call: Call) -> set[tuple[str, Labour]]:
    """The lines of a call, by whom and for what."""
    query = select(Line).where(Line.call_id == call.id)
    return {
        (db.session.get_one(Member, row.member_id).name, row.kind)
        for row in db.session.scalars(query)
    }
