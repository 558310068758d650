"""Letters about content to the responders who are asked to read or to hear something: to each when
it is their turn, where it still waits then. What it is stands in no row of the outbox.
"""

from datetime import datetime

from sqlalchemy import exists, select

from community.accounts.guests import member_of
from community.db import db
from community.outbox.models import DISCREET, Letter, Outcome
from community.outbox.owing import WRITTEN_AT

from .content_waiting import last_turn_of
from .discreet import owe_discreet
from .events import ContentWaits

ASIDE = "aside"


def content_waits(event: ContentWaits) -> None:
    """Something waits at the desk, from their turn on."""
    for member, due_at in event.turns:
        owe_discreet(ASIDE, person_id=member.person_id, due_at=due_at, now=event.at)


def has_untold(letter: Letter, now: datetime) -> bool:
    """Whether something about content waits for a responder that no such letter has told them of
    since it was their turn. Where it was written anew meanwhile there are two for one.
    """
    member = member_of(letter.person_id) if letter.person_id is not None else None
    since = last_turn_of(member, now) if member is not None else None
    if since is None:
        return False
    told = exists().where(
        Letter.kind == DISCREET,
        Letter.recipient == letter.recipient,
        Letter.facts["leads"].as_string() == ASIDE,
        Letter.outcome == Outcome.SENT,
        since <= WRITTEN_AT,
        Letter.id != letter.id,
    )
    return not db.session.scalar(select(told))
