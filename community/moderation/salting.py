"""Salting what was purged before digests had a salt: a short text is found by its bare digest among
all there could be at once. What the text was nobody knows, so the salt is before that digest.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from community import work
from community.conduct.state_models import ContentState, Standing
from community.db import db, locked, transaction
from community.salted import new_salt, salted_digest

from .report_models import ReportCopy

AT_ONCE = 200
"""How many of each in one round."""


def salt_digests(_now: datetime) -> None:
    """Salt the digests of what was purged, and of copies of which nothing is left, that have none.
    The audit log hears of each.
    """
    states = select(ContentState.id).where(
        ContentState.state == Standing.PURGED, ContentState.salt == ""
    )
    copies = select(ReportCopy.report_id).where(
        ReportCopy.title == "", ReportCopy.text_source == "", ReportCopy.salt == ""
    )
    found: list[tuple[type[Any], int]] = []
    for model, query in ((ContentState, states), (ReportCopy, copies)):
        rows = db.session.scalars(query.order_by(*query.selected_columns).limit(AT_ONCE))
        found += [(model, number) for number in rows]
    db.session.rollback()
    work.each(found, _salt, what="digests without a salt")


def _salt(which: tuple[type[Any], int]) -> None:
    with transaction():
        row: Any = locked(*which)
        if not row.salt:
            row.salt = new_salt()
            row.digest = salted_digest(row.salt, row.digest)


JOBS = (work.Job("salt digests of what was purged", timedelta(days=1), salt_digests),)
