"""Reads about who is invited to drafts. Where one of both blocks the other, or a measure keeps one
from the other, an invitation gives nothing and is not told of, but stands in the author's list as
any other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from community import clock
from community.accounts.handles import name_skeleton
from community.accounts.models import Member, Person
from community.db import Instant, db
from community.distance.forbidding import is_forbidden
from community.distance.queries import is_person_blocked

from .facets import LISTED, Stage
from .invitation_models import MayDo, PatternInvitation
from .language_queries import language_now
from .models import Pattern

LEAST = 2  # letters of a name, so that nobody reads all members off
_MOST_FOUND = 8
_PERSON: BindParameter[int] = bindparam("person", type_=Integer())
_NOW: BindParameter[datetime] = bindparam("now", type_=Instant())


@dataclass(frozen=True, slots=True)
class Shared:
    """A draft of somebody else's to which one is invited, and the language it is in."""

    pattern: Pattern
    by: str
    may: MayDo
    language: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the author sees it."""

    id: int
    name: str
    handle: str | None
    may: MayDo
    at: datetime
    ended_at: datetime | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A member whom a name may mean."""

    name: str
    handle: str


def inviter(pattern: Pattern, off: Collection[int]) -> str | None:
    """As whom somebody invites to what they began: by the name of their account while that is
    between them and whom they invite, and as they are credited where everybody reads it; nobody who
    is `off`. No query.
    """
    if not pattern.is_listed:
        return pattern.author.name
    return None if pattern.author_id in off else pattern.author.credited_as


def holds(at: Any = None) -> ColumnElement[bool]:
    """For a query: whether an invitation gives something, now or `at` what is given for that."""
    row, now = PatternInvitation, clock.now() if at is None else at
    return (
        row.ended_at.is_(None)
        & ~is_person_blocked(row.person_id, row.by_id)
        & ~is_person_blocked(row.by_id, row.person_id)
        & ~is_forbidden(row.person_id, row.by_id, now)
        & ~is_forbidden(row.by_id, row.person_id, now)
    )


def is_invited(
    person_id: Any, pattern_id: Any, *, may: Collection[MayDo] = tuple(MayDo)
) -> ColumnElement[bool]:
    """For a query: whether somebody is invited to a pattern; both as numbers or columns."""
    row = PatternInvitation
    is_theirs = row.pattern_id == pattern_id, row.person_id == person_id, row.may.in_(may)
    return exists().where(*is_theirs, holds())


def is_seen_by(person_id: int) -> ColumnElement[bool]:
    """For a query on patterns: whether a person sees them, as `policies.may_see_pattern` says."""
    is_shared = Pattern.shared_at.is_not(None) & (Pattern.slug == Pattern.drafted_as)
    is_opened = is_shared | (Pattern.author_id == person_id) | is_invited(person_id, Pattern.id)
    return Pattern.stage.in_(LISTED) | (~Pattern.aside.has() & is_opened)


def invited_as(person_id: int, pattern: Pattern) -> MayDo | None:
    """What somebody is invited to. One query."""
    values = {"pattern": pattern.id, "person": person_id, "now": clock.now()}
    return db.session.scalar(_invited_as(), values)


@cache
def _invited_as() -> Select[MayDo]:
    """Put together once: every page of a draft asks it."""
    row = PatternInvitation
    query = select(row.may).where(row.pattern_id == bindparam("pattern"), holds(_NOW))
    return query.where(row.person_id == _PERSON)


def writing_with(pattern: Pattern) -> Sequence[int]:
    """The people who write a draft together with its author; nobody once it is listed."""
    if pattern.is_listed:
        return ()
    row = PatternInvitation
    query = select(row.person_id).where(row.pattern_id == pattern.id, row.may == MayDo.WRITE)
    return db.session.scalars(query.where(holds()).order_by(row.person_id)).all()


def shared_with(person_id: int) -> Sequence[Shared]:
    """The drafts to which somebody is invited, the latest change first; not what is set aside."""
    values = {"person": person_id, "now": clock.now()}
    return [Shared(*row) for row in db.session.execute(_shared_with(), values)]


@cache
def _shared_with() -> Select[Pattern, str, MayDo, str]:
    """Put together once: whatever a member types into the palette asks it."""
    query = (
        select(Pattern, Person.name, PatternInvitation.may, language_now())
        .join(PatternInvitation, PatternInvitation.pattern_id == Pattern.id)
        .join(Person, Person.id == PatternInvitation.by_id)
        .where(PatternInvitation.person_id == _PERSON, holds(_NOW))
        .where(Pattern.stage == Stage.DRAFT, ~Pattern.aside.has())
    )
    return query.order_by(Pattern.changed_at.desc(), Pattern.id.desc())


def standing_invitation(pattern: Pattern, person_id: int) -> PatternInvitation | None:
    """The one that has not ended, whether it gives something or not."""
    row = PatternInvitation
    query = select(row).where(row.pattern_id == pattern.id, row.person_id == person_id)
    return db.session.scalar(query.where(row.ended_at.is_(None)))


def taken_back_at(pattern: Pattern, person_id: int) -> datetime | None:
    """When somebody else ended the last invitation of somebody to a pattern; None where they left
    by themselves, or were invited anew.
    """
    row = PatternInvitation
    query = select(row).where(row.pattern_id == pattern.id, row.person_id == person_id)
    last = db.session.scalar(query.order_by(row.id.desc()).limit(1))
    has_left = last is None or last.ended_by_id == person_id
    return None if has_left or last is None else last.ended_at


def invitation_at(slug: str, number: int) -> PatternInvitation | None:
    """The invitation with this number to the pattern at this address, the pattern with it."""
    query = (
        select(PatternInvitation)
        .join(PatternInvitation.pattern)
        .options(joinedload(PatternInvitation.pattern))
        .where(or_(Pattern.slug == slug, Pattern.drafted_as == slug))
    )
    return db.session.scalar(query.where(PatternInvitation.id == number))


def invitations_to(pattern: Pattern) -> Sequence[Invited]:
    """Who is invited, in order, and then who was, the latest first."""
    query = (
        select(PatternInvitation, Person.name, Member.handle)
        .join(Person, Person.id == PatternInvitation.person_id)
        .outerjoin(Member, (Member.person_id == Person.id) & Member.erased_at.is_(None))
        .where(PatternInvitation.pattern_id == pattern.id)
        .order_by(PatternInvitation.id)
    )
    lines = [_line(*row) for row in db.session.execute(query)]
    ended = sorted((one for one in lines if one.ended_at), key=lambda one: -one.id)
    return [*(one for one in lines if not one.ended_at), *ended]


def members_called(words: str, *, but: int) -> Sequence[Found]:
    """Members whose name or handle holds these words, but for one person; nobody for a letter."""
    key, handle = name_skeleton(words), words.strip().lower()
    if min(len(key), len(handle)) < LEAST:
        return []
    named = Person.name_key.contains(key, autoescape=True)
    known = Member.handle.contains(handle, autoescape=True)
    query = (
        select(Person.name, Member.handle)
        .join(Member, Member.person_id == Person.id)
        .where(Member.erased_at.is_(None), Person.id != but, or_(named, known))
    )
    found = db.session.execute(query.order_by(Member.handle).limit(_MOST_FOUND))
    return [Found(*row) for row in found]


def _line(row: PatternInvitation, name: str, handle: str | None) -> Invited:
    has_left = row.ended_by_id == row.person_id
    return Invited(row.id, name, handle, row.may, row.at, row.ended_at, has_left)
