"""Corrections that somebody has begun and not sent: their own words, which nobody else reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.drafts import places
from community.drafts.keeping import drafts_within


@dataclass(frozen=True, slots=True)
class Unsent:
    """A correction that was begun: what was typed until when, in which tab, and by which names and
    values its form says what it is about; none for the whole.
    """

    words: str
    at: datetime
    named: dict[str, str]
    tab: str


def unsent_by(member: Member, call_id: int) -> Sequence[Unsent]:
    """What a member has begun to ask for in the record of a call; one query."""
    begun = drafts_within(member, places.of_correction(call_id))
    return [
        Unsent(one.text_source, one.at, places.corrected_in(one.place), one.tab) for one in begun
    ]
