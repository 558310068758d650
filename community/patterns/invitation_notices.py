"""The letter to a member who is invited to a draft."""

from datetime import datetime

from community.db import db
from community.distance.queries import person_keeps_off
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe

from .events import DraftShared
from .invitation_models import MayDo, PatternInvitation
from .invitation_queries import invited_as, standing_invitation

INVITED = "pattern_invited"


def draft_shared(event: DraftShared) -> None:
    """Tell a member who has invited them to which draft."""
    row = event.invitation
    about = f"draft invitation {row.id} {row.at.isoformat()}"
    facts = {"invitation": row.id}
    owe(INVITED, person_id=row.person_id, about=about, facts=facts, now=row.at)


def _write(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """Nothing where it has ended meanwhile, the draft is no draft any more or was set aside, or
    whoever invites is muted or blocked.
    """
    first = db.session.get(PatternInvitation, letter.facts["invitation"])
    if first is None or first.person_id != letter.person_id:
        return None
    pattern = first.pattern
    row = standing_invitation(pattern, first.person_id)  # it may be to write by now
    if row is None:
        return None
    if pattern.is_listed or pattern.aside is not None or invited_as(row.person_id, pattern) is None:
        return None
    if person_keeps_off(row.person_id, row.by_id):
        return None
    return Draft(
        {
            "by": row.by.name,
            "title": pattern.title,
            "may_write": row.may is MayDo.WRITE,
            "page": absolute("patterns.show_pattern", slug=pattern.slug),
        }
    )


KINDS = (Kind(INVITED, Group.SHARING, _write),)
