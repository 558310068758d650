"""The worker looks whether the links of known uses still answer, a few at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from community import outside, work
from community.db import db, locked, transaction
from community.events import announce

from .events import LinkFailed
from .known_use_models import FAILING_DAYS, KnownUse, UseLink

_AT_ONCE = 20
_AGAIN = timedelta(days=7)
_AGAIN_WHERE_IT_FAILED = timedelta(days=1)
Look = Callable[[str], outside.Seen]


def look_at_links(now: datetime, look: Look = outside.look) -> None:
    """Look at those whose time has come; no transaction is open meanwhile. Raises
    `community.work.Unfinished`.
    """
    due = _due(now)
    db.session.rollback()  # reading is over

    def look_at(use_id: int) -> None:
        answers = look(due[use_id]).answers
        with transaction():
            note(use_id, due[use_id], answers=answers, now=now)

    work.each(due, look_at, what="link of a known use")


def note(use_id: int, url: str, *, answers: bool, now: datetime) -> None:
    """Keep what came of a look at `url`, unless the use leads elsewhere by now. One failure a day
    counts.
    """
    use = locked(KnownUse, use_id)
    if use.url != url:
        return
    row = db.session.get(UseLink, use_id)
    if row is None:
        row = UseLink(use_id=use_id, url=url, looked_at=now, failing_days=0)
        db.session.add(row)
    if answers or row.url != url:
        row.failing_days, row.failed_at = 0, None
    if not answers and (row.failed_at is None or row.failed_at.date() != now.date()):
        row.failing_days, row.failed_at = row.failing_days + 1, now
        if row.failing_days == FAILING_DAYS:
            announce(LinkFailed(use, now))
    row.url, row.looked_at = url, now
    db.session.flush()


def _due(now: datetime) -> dict[int, str]:
    query = (
        select(KnownUse.id, KnownUse.url)
        .outerjoin(UseLink, UseLink.use_id == KnownUse.id)
        .where(
            KnownUse.url != "",
            KnownUse.withdrawn_at.is_(None),
            or_(
                UseLink.use_id.is_(None),
                UseLink.url != KnownUse.url,
                UseLink.looked_at <= now - _AGAIN,
                (UseLink.failing_days > 0) & (UseLink.looked_at <= now - _AGAIN_WHERE_IT_FAILED),
            ),
        )
        .order_by(UseLink.looked_at.asc().nulls_first(), KnownUse.id)
        .limit(_AT_ONCE)
    )
    return dict(db.session.execute(query).all())


JOBS = (work.Job("look at links of known uses", timedelta(hours=1), look_at_links),)
