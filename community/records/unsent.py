"""Corrections that somebody has begun and not sent: their own words, which nobody else reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.drafts import places
from community.drafts.keeping import drafts_within
from community.drafts.models import Draft


@dataclass(frozen=True, slots=True)
class Unsent:
    """A correction that was begun: what was typed until when, and by which names and values its
    form says what it is about; none for the whole.
    """

    words: str
    at: datetime
    named: dict[str, str]


def unsent_by(member: Member, call_id: int) -> Sequence[Unsent]:
    """What a member has begun to ask for in the record of a call; one query."""
    whole = places.of_correction(call_id)
    return [_unsent(draft, whole) for draft in drafts_within(member, whole)]


def _unsent(draft: Draft, whole: str) -> Unsent:
    what, _, value = draft.place.removeprefix(whole).strip().partition(" ")
    return Unsent(draft.text_source, draft.at, {what: value} if what else {})
