"""Reads about the people of moderation: who is a responder, and whom a visitor knows as one."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, select

from community.accounts.models import Member
from community.conduct.models import Contact
from community.db import db

from .sight_queries import is_responder


def responders_to_name(*, is_member: bool) -> Sequence[Member]:
    """Who can be left out of a report: the responders; for a visitor those who are named to
    everybody as contacts.
    """
    query = select(Member).where(is_responder(Member.id), Member.erased_at.is_(None))
    if not is_member:
        query = query.where(exists().where(Contact.member_id == Member.id))
    return db.session.scalars(query.order_by(Member.handle)).all()


def number_of_responders() -> int:
    """How many responders there are."""
    query = select(func.count(Member.id))
    query = query.where(is_responder(Member.id), Member.erased_at.is_(None))
    return db.session.scalar(query) or 0


def members_numbered(numbers: Collection[int]) -> Sequence[Member]:
    """The members with these numbers."""
    if not numbers:
        return ()
    return db.session.scalars(select(Member).where(Member.id.in_(numbers))).all()
