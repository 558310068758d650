"""Handles that members had before: kept for them, since texts may still name them so."""

from datetime import datetime

from sqlalchemy import delete, func, select

from community.db import db
from community.errors import Refusal

from . import left_handles
from .handle_models import FormerHandle
from .handles import skeleton
from .models import Member

MOST = 10  # kept for one member: nobody takes the good ones away from the others


class TooManyHandles(Refusal):
    """Whoever has had so many handles goes back to one of them, or keeps the one they have."""


def is_kept(handle: str, *, but: Member | None = None) -> bool:
    """Whether a handle that looks like this one is kept for a member (other than `but`), or rests
    since somebody left.
    """
    alike = select(FormerHandle.member_id).where(FormerHandle.handle_skeleton == skeleton(handle))
    if but is not None:
        alike = alike.where(FormerHandle.member_id != but.id)
    return db.session.scalar(alike.limit(1)) is not None or left_handles.is_resting(handle)


def keep(member: Member, new: str, *, now: datetime) -> None:
    """Keep the handle a member has, where `new` takes its place; one they had and have again is
    kept no more. Raises `TooManyHandles`.
    """
    if new == member.handle:
        return
    mine = FormerHandle.member_id == member.id
    db.session.execute(delete(FormerHandle).where(mine, FormerHandle.handle == new))
    number = db.session.scalar(select(func.count()).select_from(FormerHandle).where(mine)) or 0
    if number >= MOST:
        raise TooManyHandles(
            f"You have had {MOST} other handles, which are kept for you: texts may name you by "
            "them. Go back to one of those, or keep the one you have."
        )
    handle, alike = member.handle, member.handle_skeleton
    row = FormerHandle(handle=handle, handle_skeleton=alike, member_id=member.id, until=now)
    db.session.add(row)
    db.session.flush()
