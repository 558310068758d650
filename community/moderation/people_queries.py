"""Reads about the people of moderation: who is a responder, and whom a visitor knows as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member, Person, Role, RoleGrant
from community.conduct.models import Contact
from community.db import db

from .asking_models import CaseAsking
from .case_models import Answer, Case, CaseAnswer

THE_OTHERS = 0
_OTHERS = "Whoever responds and is not named here"
_stands = and_(
    RoleGrant.role == Role.RESPONDER, RoleGrant.revoked_at.is_(None), Member.erased_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A responder, since when, and who entrusted it to them."""

    name: str
    since: datetime
    by: str | None


def colleagues() -> Sequence[Colleague]:
    """The responders, the newest first."""
    query = select(RoleGrant).join(Member, Member.id == RoleGrant.member_id).where(_stands)
    query = query.options(joinedload(RoleGrant.member), joinedload(RoleGrant.granted_by))
    rows = db.session.scalars(query.order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc()))
    return [
        Colleague(row.member.name, row.granted_at, row.granted_by.name if row.granted_by else None)
        for row in rows.unique()
    ]


def is_contact() -> ColumnElement[bool]:
    """For a query on members and contacts: whether one is the other, named as a member or only by
    the address of one.
    """
    return or_(Member.id == Contact.member_id, Member.email_key == func.lower(Contact.address))


def newer_than(case: Case) -> Sequence[Member]:
    """Responders who were none when a case was opened, and whom nobody has asked about it. Whether
    something keeps them from it is not looked at: so nobody learns it.
    """
    asked = exists().where(CaseAsking.case_id == case.id, CaseAsking.member_id == Member.id)
    has_it = exists().where(
        CaseAnswer.case_id == case.id,
        CaseAnswer.member_id == Member.id,
        CaseAnswer.answer == Answer.CAN,
    )
    query = select(Member).join(RoleGrant, RoleGrant.member_id == Member.id).where(_stands)
    query = query.where(RoleGrant.granted_at > case.opened_at, ~asked, ~has_it)
    return db.session.scalars(query.order_by(Member.id)).unique().all()


def responders() -> Sequence[Member]:
    """Everybody who is one."""
    query = select(Member).join(RoleGrant, RoleGrant.member_id == Member.id).where(_stands)
    return db.session.scalars(query.order_by(Member.handle)).all()


def public_names() -> Sequence[tuple[int, str]]:
    """The responders as everybody may know them, by number: as they are credited, or named as a
    contact. Who is neither is not there.
    """
    contact = select(func.min(Contact.name)).where(Contact.member_id == Member.id)
    name = func.coalesce(Person.credited_as, contact.correlate(Member).scalar_subquery())
    query = (
        select(Member.handle, Member.id, name.label("name"))
        .join(RoleGrant, RoleGrant.member_id == Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(_stands)
    )
    few = sorted(db.session.execute(query), key=lambda row: row.handle)  # of very many members
    return [(row.id, row.name) for row in few if row.name]


def responders_to_name(*, is_member: bool) -> Sequence[tuple[int, str]]:
    """Who can be left out of a report, by number: each responder, by the name members know; for a
    visitor by their public name, and all who have none together, as `THE_OTHERS`. Whether a
    responder would have to do with it is not looked at: so nobody learns it here.
    """
    if is_member:
        return [(one.id, one.name) for one in responders()]
    named = public_names()
    others = [(THE_OTHERS, _OTHERS)] if number_of_responders() > len(named) else []
    return [*named, *others]


def responders_numbered(numbers: Collection[int]) -> Sequence[Member]:
    """The members with these numbers, and with `THE_OTHERS` the responders who are not named to
    everybody.
    """
    found = list(members_numbered(numbers))
    if THE_OTHERS in numbers:
        named = {number for number, _ in public_names()}
        found += [one for one in responders() if one.id not in named]
    return found


def number_of_responders() -> int:
    """How many responders there are."""
    query = select(func.count(Member.id)).join(RoleGrant, RoleGrant.member_id == Member.id)
    query = query.where(_stands)
    return db.session.scalar(query) or 0


def members_numbered(numbers: Collection[int]) -> Sequence[Member]:
    """The members with these numbers."""
    if not numbers:
        return ()
    return db.session.scalars(select(Member).where(Member.id.in_(numbers))).all()
