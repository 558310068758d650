"""Founding the community: the one-time address of the set-up page, and what it makes."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from community.db import db
from community.errors import Refusal
from community.events import announce

from .events import CommunitySetUp
from .joining import Joiner, sign_up
from .models import Community, Member, Role, SetUpAddress, Starters
from .queries import present_community
from .sessions import hashed
from .stewardship import grant_role


class AlreadySetUp(Refusal):
    """There is a community here; it is founded once."""


@dataclass(frozen=True, slots=True)
class Founding:
    """The community to be, its first steward, and whether to begin with sample content and with
    the patterns that came with the program.
    """

    name: str
    zone: str
    steward: Joiner
    with_sample: bool
    with_library: bool = True


def new_address(now: datetime) -> str:
    """The secret of a fresh one-time address; every older one is void. Raises `AlreadySetUp`."""
    _refuse_a_second()
    token = secrets.token_urlsafe(24)
    db.session.execute(delete(SetUpAddress))
    db.session.add(SetUpAddress(token_hash=hashed(token), made_at=now))
    db.session.flush()
    return token


def found_address(token: str) -> SetUpAddress | None:
    """The address whose secret is `token`; None where it is wrong, void or used."""
    return db.session.scalar(select(SetUpAddress).where(SetUpAddress.token_hash == hashed(token)))


def set_up(founding: Founding, *, password_hash: str, now: datetime) -> Member:
    """Found the community and give its first steward, once, whoever else tries meanwhile.

    Raises `AlreadySetUp`.
    """
    _refuse_a_second()
    community = Community(
        id=1,
        name=founding.name,
        zone=founding.zone,
        starters=Starters.FACILITATORS,
        set_up_at=now,
        updated_at=now,
    )
    db.session.add(community)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise AlreadySetUp(_ALREADY) from clash
    db.session.execute(delete(SetUpAddress))
    steward = sign_up(founding.steward, password_hash=password_hash, now=now)
    if steward is None:
        raise AlreadySetUp(_ALREADY)
    for role in (Role.STEWARD, Role.FACILITATOR):
        grant_role(steward, role, by=None, now=now)
    announce(CommunitySetUp(community, steward, founding.with_sample, founding.with_library))
    return steward


def _refuse_a_second() -> None:
    if present_community() is not None:
        raise AlreadySetUp(_ALREADY)


_ALREADY = "The community is set up already. Sign in to change its settings."
