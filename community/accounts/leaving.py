"""Leaving for good: a member is taken out of everything, and what others need stays readable."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from community import work
from community.db import db, locked, transaction
from community.errors import Refusal
from community.holdings import Holding, erase_all
from community.work import Job

from . import erasing_again, left_handles
from .handle_models import LeftHandle
from .models import Member, Role
from .queries import roles_of
from .stewardship import count_stewards, hold_the_community

_LATELY = timedelta(days=1)


class NotYourHandle(Refusal):
    """What was typed is not the handle of who wants to leave."""


class LastStewardLeaves(Refusal):
    """A community without a steward could never have one again."""


def erase(member: Member, holdings: Sequence[Holding], *, typed_handle: str, now: datetime) -> None:
    """Take `member` out of everything that `holdings` know. Doing it twice changes nothing.

    Raises `NotYourHandle` where `typed_handle` is another, and `LastStewardLeaves`.
    """
    hold_the_community()  # ahead of members, as whoever entrusts a role does
    if locked(Member, member.id).erased_at is not None:
        return
    if typed_handle.strip().removeprefix("@").casefold() != member.handle:
        raise NotYourHandle(f"Type your handle, {member.handle}, to say that you mean it.")
    if count_stewards() == 1 and _is_steward(member):
        raise LastStewardLeaves(
            "You are the only steward. Name another one first: "
            "a community without a steward could never have one again."
        )
    erase_all(holdings, member.person_id, now=now)
    db.session.flush()


def finishing(holdings: Sequence[Holding]) -> Job:
    """The job that takes those out once more who have just left: a request of theirs that was
    under way at that moment, an answer or a sign-in, may have ended after it.
    """

    def finish(now: datetime) -> None:
        def once_more(person_id: int) -> None:
            with transaction():
                erase_all(holdings, person_id, now=now)

        rests = select(LeftHandle.member_id)
        lately = or_(Member.erased_at > now - _LATELY, Member.id.in_(rests))
        query = select(Member.person_id).where(lately).order_by(Member.id)
        found = db.session.scalars(query).all()
        db.session.rollback()  # reading is over before the writing begins
        try:
            work.each(found, once_more, what="former member")
            with transaction():
                left_handles.forget_old(now)
        finally:
            erasing_again.note_missing()
            erasing_again.erase_again(now)

    return Job("finish taking people out", timedelta(hours=1), finish)


def _is_steward(member: Member) -> bool:
    return Role.STEWARD in roles_of([member.id]).get(member.id, ())
