"""Reads about people and the community."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import aliased

from community.clock import zone
from community.db import db
from community.pages import Page, page_of

from .arrivals import Welcome
from .handles import name_skeleton
from .models import Community, Guest, Member, Person, Role, RoleGrant
from .moves import AddressChange


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What members see of each other in a list."""

    name: str
    handle: str
    pronouns: str | None
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One time a role was held: by whom it was given, and by whom taken back if it was."""

    role: Role
    granted_at: datetime
    granted_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None


def present_community() -> Community | None:
    """The community of this installation; None before it is set up. Read once for a request."""
    found = db.session.get(Community, 1)
    db.session().info["community"] = found  # the session itself lets go of what nobody holds
    return found


def zone_of_place() -> ZoneInfo:
    """The zone of the community: the same for whoever looks."""
    community = present_community()
    return zone(community.zone if community else "UTC")


def member_by_address(email_key: str) -> Member | None:
    """The member with this address (in the form of `handles.read_address`)."""
    present = select(Member).where(Member.email_key == email_key, Member.erased_at.is_(None))
    return db.session.scalar(present)


def member_by_handle(handle: str) -> Member | None:
    """The member with exactly this handle; those whose account is erased are no longer found."""
    query = select(Member).where(Member.handle == handle, Member.erased_at.is_(None))
    return db.session.scalar(query)


def is_called_alike(name: str, *, but: Member) -> bool:
    """Whether another member has a name, a name to be credited by or a handle that looks like
    `name`. One query, by indexes.
    """
    key = name_skeleton(name)
    named = select(Member.id).join(Member.person)
    named = named.where(or_(Person.name_key == key, Person.credit_key == key), Member.id != but.id)
    known = select(Member.id).where(Member.handle_skeleton == key, Member.id != but.id)
    return db.session.scalars(named.union_all(known).limit(1)).first() is not None


def members_by_handles(handles: Iterable[str]) -> Mapping[str, int]:
    """The ids of the members with these handles, by handle; one query."""
    query = select(Member.handle, Member.id).where(
        Member.handle.in_(list(handles)), Member.erased_at.is_(None)
    )
    return dict(db.session.execute(query).all())


def list_people(cursor: str | None = None) -> Page[PersonLine]:
    """Members in the order of their handles, with the roles they hold, never their addresses."""
    page = page_of(
        select(Member).where(Member.erased_at.is_(None)),
        [Member.__table__.c.handle],
        lambda member: [member.handle],
        cursor=cursor,
    )
    held = roles_of(member.id for member in page.rows)
    lines = [PersonLine(m.name, m.handle, m.pronouns, held.get(m.id, ())) for m in page.rows]
    return Page(lines, page.next)


def names_of(person_ids: Iterable[int]) -> Mapping[int, str]:
    """The names of people, by their ids."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return dict(db.session.execute(query).all())


def roles_of(member_ids: Iterable[int]) -> Mapping[int, tuple[Role, ...]]:
    """The roles each of the members holds now; those without one are left out."""
    rows = db.session.execute(
        select(RoleGrant.member_id, RoleGrant.role)
        .where(RoleGrant.member_id.in_(list(member_ids)), RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
    held: dict[int, tuple[Role, ...]] = {}
    for member_id, role in rows:
        held[member_id] = (*held.get(member_id, ()), role)
    return held


def holds_role(person_id: int, role: Role) -> bool:
    """Whether a person is a member who holds a role now."""
    held = select(RoleGrant.id).join(Member, Member.id == RoleGrant.member_id)
    held = held.where(Member.person_id == person_id)
    held = held.where(RoleGrant.role == role, RoleGrant.revoked_at.is_(None))
    return bool(db.session.scalar(select(held.exists())))


def addresses_of(person_id: int) -> Select[str]:
    """For a query: the keys of the addresses that are a person's, or were."""
    mine = select(Member.id).where(Member.person_id == person_id)
    moved = AddressChange.member_id.in_(mine), AddressChange.made_at.is_not(None)
    every = union_all(
        select(Member.email_key).where(Member.person_id == person_id),
        select(Guest.email_key).where(Guest.person_id == person_id),
        select(AddressChange.old_email_key).where(*moved),
        select(AddressChange.new_email_key).where(*moved),
    ).subquery()
    return select(every.c[0])


def inviter_of(member: Member) -> str | None:
    """The name of whoever brought a member in, if somebody did."""
    return db.session.scalar(
        select(Person.name)
        .join(Member, Member.person_id == Person.id)
        .join(Welcome, Welcome.by_id == Member.id)
        .where(Welcome.member_id == member.id)
    )


def grants_of(member: Member) -> Sequence[GrantLine]:
    """Every role the member has or had, the latest first."""
    giver, giver_person = aliased(Member), aliased(Person)
    taker, taker_person = aliased(Member), aliased(Person)
    rows = db.session.execute(
        select(
            RoleGrant.role,
            RoleGrant.granted_at,
            giver_person.name,
            RoleGrant.revoked_at,
            taker_person.name,
        )
        .outerjoin(giver, giver.id == RoleGrant.granted_by_id)
        .outerjoin(giver_person, giver_person.id == giver.person_id)
        .outerjoin(taker, taker.id == RoleGrant.revoked_by_id)
        .outerjoin(taker_person, taker_person.id == taker.person_id)
        .where(RoleGrant.member_id == member.id)
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    )
    return [GrantLine(*row) for row in rows]
