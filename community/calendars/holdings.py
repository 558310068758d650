"""What calendars hold of a person: addresses of their own feed, files they put up; their calls as
a calendar to take along.
"""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select

from community import clock
from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from . import revisions
from .feeds import own_calls
from .models import FeedSecret, ImportFile
from .rendering import render


def export(person_id: int) -> Facts:
    """When addresses were made and fetched, never the addresses; the files by name."""
    member = _member(person_id)
    if member is None:
        return {}
    secrets = select(FeedSecret).where(FeedSecret.member_id == member.id).order_by(FeedSecret.id)
    files = select(ImportFile).where(ImportFile.member_id == member.id).order_by(ImportFile.id)
    return {
        "addresses of my calendar": [
            {
                "made": one.made_at,
                "ended": one.revoked_at,
                "last fetched": one.fetched_at,
                "by": one.fetched_by,
            }
            for one in db.session.scalars(secrets)
        ],
        "calendar files put up": [
            {"name": one.name, "put up": one.made_at, "imported": one.imported_at}
            for one in db.session.scalars(files)
        ],
    }


def files(person_id: int) -> Mapping[str, bytes]:
    """Their calls, as their own feed gives them, and the calendar files they put up."""
    member = _member(person_id)
    if member is None:
        return {}
    base_url = current_app.config["SETTINGS"].base_url
    found = render(own_calls(member), base_url=base_url, now=clock.now())
    put_up = db.session.scalars(select(ImportFile).where(ImportFile.member_id == member.id))
    return {"calendar.ics": found or b""} | {f"put-up/{one.id}.ics": one.content for one in put_up}


def erase(person_id: int, _now: datetime) -> None:
    """No address of theirs leads anywhere any more, and no file is kept."""
    member = _member(person_id)
    if member is None:
        return
    revisions.bump(revisions.of_person(person_id))
    for model in (FeedSecret, ImportFile):
        db.session.execute(delete(model).where(model.member_id == member.id))


def _member(person_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


HOLDINGS = (
    Holding(
        tables=frozenset({"feed_secret", "import_file"}),
        export=export,
        erase=erase,
        files=files,
    ),
)
