"""Lines are drafted a day after a call, when its notes are written, steered or not."""

from datetime import datetime, timedelta

from community import work
from community.db import db, transaction

from .drafting import draft_at_last
from .evidence_queries import calls_to_draft


def draft_what_is_due(now: datetime) -> None:
    """Draft for each call in a transaction of its own; one that fails does not stop the others.
    Raises `community.work.Unfinished`.
    """

    def draft(call_id: int) -> None:
        with transaction():
            draft_at_last(call_id, now=now)

    found = calls_to_draft(now)
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, draft, what="call")


JOBS = (work.Job("draft lines of labour", timedelta(hours=1), draft_what_is_due),)
