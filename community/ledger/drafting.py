"""Drafting lines from what was done. A draft is seen by the person it is about, and nobody else."""

from datetime import datetime

from sqlalchemy import select

from community.calls.models import Call
from community.db import db, locked

from .deserving import deserved
from .evidence_queries import evidence_of, took_place
from .models import Drafting, Line


def draft(call_id: int, *, now: datetime) -> None:
    """Draft what a call has not been drafted for. What was declined is not drafted again; doing it
    twice changes nothing.
    """
    call = locked(Call, call_id)
    if not took_place(call, now):
        return
    known = {
        (row.member_id, row.kind)
        for row in db.session.execute(
            select(Line.member_id, Line.kind).where(Line.call_id == call_id)
        )
    }
    for member_id, kind in sorted(deserved(evidence_of(call)) - known):
        db.session.add(Line(call_id=call_id, member_id=member_id, kind=kind, what="", made_at=now))
    db.session.flush()


def draft_at_last(call_id: int, *, now: datetime) -> None:
    """Draft for a call that is a day behind everybody, and let it rest."""
    draft(call_id, now=now)
    if db.session.get(Drafting, call_id) is None:
        db.session.add(Drafting(call_id=call_id, at=now))
        db.session.flush()
