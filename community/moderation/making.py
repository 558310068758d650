"""Making a ruling of a draft, once as many have agreed to it as its rung asks for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_

from community import audit
from community.accounts.models import Member
from community.db import db

from .appealing import conclude_by
from .case_models import State
from .ending import end_ruling
from .handling import move_to
from .heard_queries import is_heard
from .quorum_queries import able_and_needed, deciders_of
from .ruling_models import Ruling, RulingDecider, RulingMade, RulingUncounted


def make_where_enough(
    ruling: Ruling, *, but: Collection[int], by: Member | None, now: datetime
) -> None:
    """Let a draft be decided where those who agreed, and can decide by now, are enough; `but` are
    those who may not. Of whoever nobody has heard nothing is decided.
    """
    if not is_heard(ruling, now):
        return
    (able, needed), agreed = able_and_needed(ruling, but, now), deciders_of(ruling.id)
    if len(able & agreed) < needed:
        return  # who has found a conflict since does not count
    _count_out(ruling, sorted(agreed.intersection(but)), now)
    db.session.add(RulingMade(ruling_id=ruling.id, without_conflict=len(able), at=now))
    if ruling.replaces_id is not None:
        replaced = db.session.get_one(Ruling, ruling.replaces_id)
        end_ruling(replaced, "Another ruling took its place.", by_ruling=ruling, now=now)
    db.session.flush()
    db.session.refresh(ruling)
    move_to(ruling.case, State.DECIDED, by=by, now=now)
    conclude_by(ruling, now=now)


def _count_out(ruling: Ruling, agreed: Collection[int], now: datetime) -> None:
    """Whose decision an appeal changed since they agreed is none of those who decided, and nobody
    is told why: it may be in a case that others know nothing of. They hear no appeal against it.
    """
    if not agreed:
        return
    of_it = and_(RulingDecider.ruling_id == ruling.id, RulingDecider.member_id.in_(agreed))
    audit.take_out(RulingDecider.__table__, of_it)  # type: ignore[arg-type]
    for number in agreed:
        db.session.add(RulingUncounted(ruling_id=ruling.id, member_id=number, at=now))
    db.session.flush()
