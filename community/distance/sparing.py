"""How often somebody may do what others are asked, written to or interrupted by: the limits that
keep people from being pestered, in one place. `community.accounts.limits` counts.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from community.accounts import limits
from community.accounts.limits import Limit
from community.accounts.mentioning import NEW
from community.accounts.models import Member
from community.db import number_of
from community.errors import TooMany

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

INVITATION = Limit("invitation to share", 20, DAY, "You have invited many people today.")
INVITATION_OF_ONE = Limit("invitation of one", 3, DAY, "You have invited them several times today.")
HANDOVER = Limit("role handed over", 20, HOUR, "You have handed over many roles.")
HANDOVER_TO_ONE = Limit("role handed to one", 5, DAY, "You have handed them many roles today.")
PROPOSAL = Limit("proposal", 30, DAY, "You have proposed a good deal today.")
VOTE = Limit("vote", 120, HOUR, "You have voted very often.")
SUGGESTION = Limit("suggested edit", 20, DAY, "You have suggested many edits today.")
REVIEW = Limit("review", 20, DAY, "You have reviewed many patterns today.")
OBJECTION = Limit("objection", 10, DAY, "You have objected often today.")
KNOWN_USE = Limit("known use", 30, DAY, "You have told of many uses today.")
LOOK_BACK = Limit("look back", 30, HOUR, "You have changed what you say very often.")
CORRECTION = Limit("correction", 40, DAY, "You have asked for many corrections today.")
ANSWER = Limit("answer to a series", 30, HOUR, "You have changed your answer here very often.")
TO_RESPONDERS = Limit("message to responders", 10, HOUR, "You have written several messages.")
ABOUT_REPORT = Limit("message about a report", 10, HOUR, "You have written several messages.")

MOST_NAMES = 40  # members named in an hour by one
MOST_NAMES_WHEN_NEW = 10
MOST_TIMES = 10  # that one is named in an hour by another


def allow(limit: Limit, member: Member, *about: object, now: datetime) -> None:
    """Count that a member does this once more, to or about something where that is named, in the
    transaction in which they do. Raises `TooMany`.
    """
    allow_by(limit, number_of(member), *about, now=now)


def allow_by(limit: Limit, member_id: int, *about: object, now: datetime) -> None:
    """The same of a member by their number."""
    key = " ".join(str(each) for each in (f"member {member_id}", *about))
    limits.count(limit, key, now=now)


def allow_invitation(by: Member, of: Member, *, now: datetime) -> None:
    """The same for asking somebody to share something."""
    allow(INVITATION_OF_ONE, by, "of", of.id, now=now)
    allow(INVITATION, by, now=now)


def allow_handover(by: Member, to: Member, *, now: datetime) -> None:
    """The same for giving somebody a role at a call."""
    if by.id != to.id:
        allow(HANDOVER_TO_ONE, by, "to", to.id, now=now)
        allow(HANDOVER, by, now=now)


def refuse_names(
    named: Mapping[int, int], fresh: Collection[int], *, by: Member, now: datetime
) -> None:
    """Raise `TooMany` where a text would name too many, or one member too often. `named` says how
    often `by` has named whom within the last hour, by their numbers; `fresh` are who is named now.
    """
    others = {number for number in fresh if number != by.id}
    most = MOST_NAMES if now - by.joined_at >= NEW else MOST_NAMES_WHEN_NEW
    before = sum(times for number, times in named.items() if number != by.id)
    if others and before + len(others) > most:
        raise TooMany("You have named many people within the hour. Name fewer, or wait a while.")
    if any(named.get(number, 0) >= MOST_TIMES for number in others):
        raise TooMany(
            f"You have named one of these people {MOST_TIMES} times within the hour. "
            "Go on without their handle, or wait a while."
        )
