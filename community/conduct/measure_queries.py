"""Which measures stand: by comparison with now, so that none needs a job to end."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from .measure_models import Measure, MeasureLifting


def stands(now: Any) -> ColumnElement[bool]:
    """For a query on `Measure`: whether it has begun, has not ended and was not lifted."""
    lifted = exists().where(MeasureLifting.measure_id == Measure.id, MeasureLifting.at <= now)
    return and_(
        Measure.starts_at <= now,
        or_(Measure.ends_at.is_(None), Measure.ends_at > now),
        ~lifted.correlate(Measure),
    )
