"""Background work: what somebody needs to take part is forgotten a week after the call."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from community import work
from community.calls.times import Sitting
from community.db import db, transaction

from .models import Rsvp

KEPT = timedelta(days=7)


def forget_needs(now: datetime) -> None:
    """Take the access needs out of the answers to sittings that ended a week ago or earlier. What
    was said for a whole series stays with that answer, for the dates to come.
    """
    ended = select(Sitting.id).where(Sitting.ends_at <= now - KEPT)
    told = (Rsvp.access_needs != "", Rsvp.sitting_id.in_(ended))
    some = db.session.scalar(select(Rsvp.id).where(*told).limit(1))
    db.session.rollback()  # reading is over before the writing begins
    if some is None:
        return
    with transaction():
        rows = update(Rsvp).where(*told).values(access_needs="")
        db.session.execute(rows.execution_options(synchronize_session=False))


JOBS = (work.Job("forget access needs", timedelta(hours=1), forget_needs),)
