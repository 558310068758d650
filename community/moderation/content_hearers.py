"""Who can hear an appeal about what was set aside."""

from collections.abc import Sequence
from datetime import datetime

from community.accounts.models import Member
from community.conduct.state_models import ContentState

from .content_asked import Turn, appeal_waiting, asked, turns


def hearers_of(state: ContentState, now: datetime) -> Sequence[Turn]:
    """The responders who are asked to hear the appeal about it, each from when on: none who set it
    aside, has a part in it or is left out of a case about it, or is away.
    """
    waits = appeal_waiting(state)
    return turns([waits], now)[waits]


def hears(state: ContentState, member: Member, now: datetime) -> bool:
    """Whether it is a responder's turn to hear the appeal about it."""
    waits = appeal_waiting(state)
    return member.id in asked([waits], now)[waits]
