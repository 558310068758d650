"""What is still to be decided, told or answered before a case can end."""

from collections.abc import Sequence

from sqlalchemy import select

from community.db import db

from .appeal_models import Appeal, Outcome
from .case_models import Case, State
from .case_queries import reports_of
from .concerned_queries import people_of
from .merging_queries import is_of
from .ruling_models import Ruling

ENDS = frozenset({State.IN_FORCE, State.FOLLOWED_UP, State.CLOSED})
"""What a responder sets once nothing is left to be decided."""


def what_keeps_open(case: Case) -> str:
    """Why a case cannot end yet, in a sentence; empty where it can."""
    return _left(case)[1]


def stands_after(case: Case, done: State) -> State:
    """Where a case stands once something is done in it: `done`, or at what is left about others."""
    return _left(case)[0] or done


def _left(case: Case) -> tuple[State | None, str]:
    query = select(Ruling).where(is_of(Ruling.case_id, case)).order_by(Ruling.id)
    rulings = db.session.scalars(query).unique().all()
    if any(one.made is None for one in rulings):
        return State.PROPOSED, "A ruling is proposed: agree to it, or throw the draft away."
    if any(one.notice is None and one.end is None for one in rulings):
        return State.DECIDED, "What is decided is not told yet."
    asked = select(Appeal).where(Appeal.ruling_id.in_([one.id for one in rulings]))
    appeals = db.session.scalars(asked.order_by(Appeal.id)).unique().all()
    if any(one.outcome is None for one in appeals):
        return State.APPEALED, "A second look was asked for, and is not answered."
    if not _all_have_an_outcome(case, rulings, appeals):
        return State.INVESTIGATING, (
            "Nothing is decided yet about what happened, or not about everybody: propose a ruling."
            " One where nothing follows says why."
        )
    return None, ""


def _all_have_an_outcome(case: Case, rulings: Sequence[Ruling], appeals: Sequence[Appeal]) -> bool:
    """Whether there is a ruling that was told about each person a case is about, and stands or was
    withdrawn on appeal: not one that was sent back.
    """
    withdrawn = {
        one.ruling_id
        for one in appeals
        if one.outcome is not None and one.outcome.outcome is Outcome.WITHDRAWN
    }
    told = [
        one
        for one in rulings
        if one.notice is not None and (one.end is None or one.id in withdrawn)
    ]
    about = {one.person_id for one in told}
    return bool(told) and (None in about or people_of(reports_of(case)) <= about)
