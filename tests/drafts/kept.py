"""What is kept of what somebody has begun, to look at."""

from community.accounts.models import Member
from community.drafts.keeping import drafts_in
from community.drafts.models import Draft


def draft_in(member: Member, place: str) -> Draft | None:
    """What a member has written there last."""
    return next(iter(drafts_in(member, place)), None)
