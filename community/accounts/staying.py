"""Who changes a member holds them first: of one who has left meanwhile nothing is written again."""

from sqlalchemy import select

from community.db import db, locked
from community.errors import Refusal

from .guests import member_of
from .models import Guest, Member

_LEFT = "This account has been deleted in the meantime; nothing was saved."


class HasLeft(Refusal):
    """The member has left for good in the meantime."""


def held(member: Member) -> Member:
    """The member as they are by now, held until the transaction ends. Raises `HasLeft`."""
    again = locked(Member, member.id)
    if again.erased_at is not None:
        raise HasLeft(_LEFT)
    return again


def hold_person(person_id: int) -> None:
    """Hold a guest or a member until the transaction ends. Raises `HasLeft`."""
    guest = select(Guest.id).where(Guest.person_id == person_id).with_for_update()
    if db.session.scalar(guest) is not None:
        return
    member = member_of(person_id)
    if member is None:
        raise HasLeft(_LEFT)
    held(member)
