"""Who may not come to a call: asked where join links are read, and nowhere kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, or_, select

from community.accounts.models import Member

from .measure_models import Measure, MeasureEffect
from .standing import STOPS_WRITING, stands


def may_not_come(person_id: Any, series_id: Any, now: datetime) -> ColumnElement[bool]:
    """For a query on calls: whether a measure keeps a person from calls of a series; either may be
    a column. It does where they may not take part, are reading only, or have no account.
    """
    return (
        exists()
        .where(Measure.person_id == person_id, stands(now))
        .where(or_(Measure.series_id.is_(None), Measure.series_id == series_id))
        .where(MeasureEffect.measure_id == Measure.id, MeasureEffect.effect.in_(STOPS_WRITING))
    )


def marks_against(member_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    """What stands against a member now, as names with numbers: as long as it is the same, so are
    the calls they may come to.
    """
    name = literal("measure:") + cast(Measure.id, String)
    query = select(name, Measure.id).join(Member, Member.person_id == Measure.person_id)
    return query.where(Member.id == member_id, stands(now))
