"""Files between the moment they are put up and the moment they are imported, whatever is in them:
a table of each kind has a member, a name, the bytes and when they came.
"""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete, select

from .db import db, transaction
from .text import line
from .work import Job

KEPT = timedelta(days=2)
_LONGEST_NAME = 200


def keep(model: Any, *, most: int, name: str, usual_name: str, member_id: int, **more: Any) -> Any:
    """Keep a file until it is imported or forgotten, under its `name`, or under the usual one where
    it has none. Of one member `most` wait at the same time; the oldest makes room.
    """
    plain = line(PurePath(name.replace("\\", "/")).name)[:_LONGEST_NAME]
    file = model(member_id=member_id, name=plain or usual_name, **more)
    db.session.add(file)
    db.session.flush()
    mine = model.member_id == member_id
    kept = list(
        db.session.scalars(select(model.id).where(mine).order_by(model.id.desc()).limit(most))
    )
    db.session.execute(delete(model).where(mine, model.id.not_in(kept)))
    return file


def forgetting(model: Any, what: str) -> Job:
    """The job that forgets the files put up days ago, imported or not."""

    def forget_old(now: datetime) -> None:
        with transaction():
            db.session.execute(delete(model).where(model.made_at < now - KEPT))

    return Job(what, timedelta(hours=12), forget_old)
