"""Reads about the people of moderation: who is a responder, and whom a visitor knows as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.models import Contact
from community.db import db

from .asking_models import CaseAsking
from .case_models import Answer, Case, CaseAnswer

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


def responders_to_name(*, is_member: bool) -> Sequence[Member]:
    """Who can be left out of a report: the responders; for a visitor those who are named to
    everybody as contacts.
    """
    query = select(Member).join(RoleGrant, RoleGrant.member_id == Member.id).where(_stands)
    if not is_member:
        query = query.where(exists().where(Contact.member_id == Member.id))
    return db.session.scalars(query.order_by(Member.handle)).all()


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
