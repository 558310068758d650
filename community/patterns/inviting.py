"""Inviting members to a draft, to read or to write, and the ways in which that ends."""

from datetime import datetime

from sqlalchemy import update

from community.accounts.models import Member, Person
from community.db import db, locked
from community.distance import sparing
from community.distance.forbidding import refuse_contact
from community.distance.queries import blocks
from community.errors import Refusal
from community.events import announce

from .curator_queries import is_looked_after
from .events import DraftShared
from .invitation_models import MayDo, PatternInvitation
from .invitation_queries import standing_invitation
from .models import Pattern


def invite(
    pattern: Pattern, member: Member, may: MayDo, *, by: Member, now: datetime
) -> PatternInvitation:
    """Let a member read or write a draft of `by`. The same twice changes nothing; something else
    takes the place of what was. Whether they block `by` is not told.

    Raises `Refusal` for oneself, for whom one blocks, where a measure keeps both from each other,
    where it was proposed, and `TooMany`.
    """
    pattern = locked(Pattern, pattern.id)
    if pattern.is_listed:
        raise Refusal("Everybody can read it already.")
    if member.person_id == pattern.author_id:
        raise Refusal("It is yours already.")
    before = standing_invitation(pattern, member.person_id)
    if before is not None and before.may is may:
        return before
    refuse_contact({member.id}, by=by, now=now)
    if blocks(by.id, member.id):
        raise Refusal(f"You block {member.name}. Unblock them first, on their page.")
    if before is not None:
        withdraw(before, now=now)
    else:
        sparing.allow_invitation(by, member, now=now)
    row = PatternInvitation(
        pattern_id=pattern.id, person_id=member.person_id, may=may, by_id=by.person_id, at=now
    )
    db.session.add(row)
    db.session.flush()
    if before is None:
        announce(DraftShared(row))
    return row


def withdraw(invitation: PatternInvitation, *, now: datetime) -> None:
    """Take it back, as its author. Twice changes nothing."""
    _end(invitation, invitation.by_id, now)


def leave(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Stop taking part, as the one who was invited. Twice changes nothing."""
    row = standing_invitation(locked(Pattern, pattern.id), by.id)
    if row is not None:
        _end(row, by.id, now)


def take_on(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Look after a draft whose author has left, as somebody who was invited to it: it is theirs
    from now on, with whoever else is invited. Twice changes nothing. Raises `Refusal` where
    somebody looks after it.
    """
    pattern = locked(Pattern, pattern.id)
    if pattern.author_id == by.id:
        return
    if pattern.is_listed or is_looked_after(pattern):
        raise Refusal("Somebody else looks after it by now.")
    leave(pattern, by=by, now=now)
    pattern.author_id, pattern.author = by.id, by
    row = PatternInvitation
    others = update(row).where(row.pattern_id == pattern.id, row.ended_at.is_(None))
    db.session.execute(others.values(by_id=by.id))
    db.session.flush()


def _end(invitation: PatternInvitation, by_id: int, now: datetime) -> None:
    locked(Pattern, invitation.pattern_id)
    row = locked(PatternInvitation, invitation.id)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = max(now, row.at), by_id
        db.session.flush()
