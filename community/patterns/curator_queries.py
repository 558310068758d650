"""Who curates, and what they look after beside whoever began it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select

from community.accounts.models import Member, Role, RoleGrant
from community.db import db

from .models import Pattern


def curators() -> Sequence[int]:
    """The people who curate now."""
    query = select(Member.person_id).join(RoleGrant, RoleGrant.member_id == Member.id)
    stands = RoleGrant.role == Role.CURATOR, RoleGrant.revoked_at.is_(None)
    query = query.where(*stands, Member.erased_at.is_(None)).order_by(Member.person_id)
    return db.session.scalars(query).all()


def is_a_members() -> ColumnElement[bool]:
    """For a query: whether whoever began a pattern has an account; else curators alone look after
    it.
    """
    return exists().where(Member.person_id == Pattern.author_id, Member.erased_at.is_(None))


def is_looked_after(pattern: Pattern) -> bool:
    """Whether whoever began it has an account."""
    query = select(Pattern.id).where(Pattern.id == pattern.id, is_a_members())
    return db.session.scalar(query) is not None
