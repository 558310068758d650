"""What members say of themselves, and their password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.db import db
from community.errors import Refusal
from community.events import announce

from . import former_handles
from .entering import give_password
from .events import ProfileChanged
from .handles import skeleton
from .models import Credit, Member
from .staying import held


class HandleIsTaken(Refusal):
    """Somebody has this handle, or one that looks like it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What others see of a member, and the zone their own times are shown in."""

    name: str
    pronouns: str | None
    handle: str
    zone: str
    language: str | None = None
    credit: Credit = Credit.NAME
    credit_name: str | None = None
    tells_zone: bool = False


def profile_of(member: Member) -> Profile:
    """What a member says of themselves now."""
    return Profile(
        name=member.name,
        pronouns=member.pronouns,
        handle=member.handle,
        zone=member.zone,
        language=member.person.language,
        credit=member.person.credit,
        credit_name=member.person.credit_name,
        tells_zone=member.person.tells_zone,
    )


def change(member: Member, profile: Profile, *, now: datetime) -> None:
    """Make `profile` the member's; the handle they had is kept for them. Raises `HandleIsTaken`,
    `community.accounts.former_handles.TooManyHandles`, and `community.accounts.staying.HasLeft`.
    """
    held(member)
    alike = select(Member.id).where(
        Member.handle_skeleton == skeleton(profile.handle), Member.id != member.id
    )
    is_had = db.session.scalar(alike) is not None  # first: whoever gives it up keeps it from then
    if is_had or former_handles.is_kept(profile.handle, but=member):
        raise HandleIsTaken(_taken(profile.handle))
    former_handles.keep(member, profile.handle, now=now)
    member.person.name = profile.name
    member.person.zone, member.person.tells_zone = profile.zone, profile.tells_zone
    member.person.language = profile.language
    member.person.credit = profile.credit
    member.person.credit_name = profile.credit_name if profile.credit is Credit.OTHER else None
    member.pronouns = profile.pronouns
    member.handle = profile.handle
    member.handle_skeleton = skeleton(profile.handle)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise HandleIsTaken(_taken(profile.handle)) from clash
    announce(ProfileChanged(member.person_id))


def change_password(
    member: Member, *, old: str, password_hash: str, keep: str | None, now: datetime
) -> bool:
    """Another password: see `give_password`. False, and nothing changed, where theirs is not `old`
    any more. Raises `community.accounts.staying.HasLeft`.
    """
    member = held(member)
    if member.password_hash != old:
        return False
    give_password(member, password_hash, keep=keep, now=now)
    return True


def rehash(member: Member, *, old: str, password_hash: str) -> None:
    """Keep the same password with today's parameters, unless it was changed meanwhile. Raises
    `community.accounts.staying.HasLeft`.
    """
    member = held(member)
    if member.password_hash == old:
        member.password_hash = password_hash


def _taken(handle: str) -> str:
    return f"The handle @{handle} is taken, or looks like one that is. Choose another."
