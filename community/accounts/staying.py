"""Who changes a member holds them first: of one who has left meanwhile nothing is written again."""

from community.db import locked
from community.errors import Refusal

from .models import Member


class HasLeft(Refusal):
    """The member has left for good in the meantime."""


def held(member: Member) -> Member:
    """The member as they are by now, held until the transaction ends. Raises `HasLeft`."""
    again = locked(Member, member.id)
    if again.erased_at is not None:
        raise HasLeft("This account has been deleted in the meantime; nothing was saved.")
    return again
