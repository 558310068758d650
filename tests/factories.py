"""Real rows for tests: each function adds what its name says, with believable defaults."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from uuid import uuid4

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import inspect

from community import clock
from community.accounts import sessions
from community.accounts.handles import skeleton
from community.accounts.models import Community, Member, Person, Role, RoleGrant, Starters
from community.calls.models import Call, NoteTakers, Recording, Series, Visibility
from community.calls.owners import Ownership
from community.calls.times import Sitting
from community.clock import zone
from community.db import db, transaction
from community.outbox.models import Letter

START = datetime(2026, 1, 15, 12, tzinfo=UTC)  # when the tests' world begins, unless they say
PASSWORD = "a quiet river at dawn"
_number = count(1)


def make_community(**given: object) -> Community:
    """The community, in Berlin's zone; facilitators may start series."""
    values: dict[str, object] = {
        "name": "Open Source Practitioners",
        "zone": "Europe/Berlin",
        "starters": Starters.FACILITATORS,
        "set_up_at": START,
        "updated_at": START,
    }
    return _add(Community(**values | given))


def make_person(name: str = "Ada", zone: str = "Europe/Berlin") -> Person:
    """A person without an account."""
    return _add(Person(name=name, zone=zone, created_at=START))


def make_member(name: str = "Ada", *roles: Role, zone: str = "Europe/Berlin") -> Member:
    """A member with the given roles; their password is `PASSWORD`."""
    n = next(_number)
    handle = f"{name.lower().replace(' ', '-')}{n}"
    member = _add(
        Member(
            person=Person(name=name, zone=zone, created_at=START),
            email=f"{handle}@example.org",
            email_key=f"{handle}@example.org",
            password_hash=_cheap_hash(),
            handle=handle,
            handle_skeleton=skeleton(handle),
            joined_at=START,
        )
    )
    for role in roles:
        _add(RoleGrant(member_id=member.id, role=role, granted_at=START))
    return member


def sign_in(client: FlaskClient, member: Member) -> str:
    """Sign `member` in on `client`, whose writes come from our own pages then; gives the secret.

    For committed members, with no application context open.
    """
    identity = inspect(member).identity
    assert identity is not None, "The member must be committed first."
    with client.application.app_context(), transaction():
        known = db.session.get_one(Member, identity)
        token = sessions.sign_in(known, agent="a test", now=clock.now())
    with client.session_transaction() as session:
        session["_user_id"] = token
        session.permanent = True
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return token


def make_series(*owners: Member, title: str = "Practitioners Call", **given: object) -> Series:
    """A public series without dates, owned by `owners`."""
    n = next(_number)
    values: dict[str, object] = {
        "slug": f"series-{n}",
        "title": title,
        "visibility": Visibility.PUBLIC,
        "recording": Recording.NO,
        "note_takers": NoteTakers.ASK,
        "language": "en",
        "created_at": START,
        "updated_at": START,
    }
    series = _add(Series(**values | given))
    for owner in owners:
        _add(Ownership(series_id=series.id, member_id=owner.id, since=START))
    return series


def make_call(*owners: Member, title: str = "One evening", **given: object) -> Call:
    """A public one-off call without sittings, owned by `owners`."""
    n = next(_number)
    values: dict[str, object] = {
        "slug": f"call-{n}",
        "own_title": title,
        "own_visibility": Visibility.PUBLIC,
        "own_recording": Recording.NO,
        "own_note_takers": NoteTakers.ASK,
        "own_language": "en",
        "created_at": START,
        "updated_at": START,
    }
    call = _add(Call(**values | given))
    for owner in owners:
        _add(Ownership(call_id=call.id, member_id=owner.id, since=START))
    return call


def make_sitting(
    call: Call | None = None,
    *,
    starts: datetime = datetime(2026, 3, 13, 17),  # a wall-clock time
    zone_name: str = "Europe/Berlin",
    minutes: int = 60,
    capacity: int | None = None,
    position: int = 0,
) -> Sitting:
    """A sitting of `call` (a new one-off call if none is given) at a local time in a zone."""
    starts_at = starts.replace(tzinfo=zone(zone_name)).astimezone(UTC)
    return _add(
        Sitting(
            call=call or make_call(),
            position=position,
            local_start=starts,
            zone=zone_name,
            minutes=minutes,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            capacity=capacity,
            uid=str(uuid4()),
            created_at=START,
            updated_at=START,
        )
    )


def make_letter(member: Member, *, kind: str = "changed", about: str = "a call") -> Letter:
    """A letter that is owed to `member`, due now."""
    return _add(
        Letter(
            kind=kind,
            recipient=f"person {member.person_id}",
            person_id=member.person_id,
            about=about,
            facts={},
            owed_at=START,
            due_at=START,
        )
    )


@lru_cache(maxsize=1)
def _cheap_hash() -> str:
    """A real hash that costs little to compare; signing in makes a dearer one of it."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def _add(row):
    db.session.add(row)
    db.session.flush()
    return row
