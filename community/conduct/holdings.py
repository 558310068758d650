"""What conduct holds of a person: what they accepted, where they are named, what they wrote."""

from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from .models import Acceptance, CodePublication, Contact


def export(person_id: int) -> Facts:
    """Which versions they accepted, which they published, and their entry among the contacts."""
    accepted = select(Acceptance).where(Acceptance.person_id == person_id).order_by(Acceptance.id)
    member = select(Member.id).where(Member.person_id == person_id)
    published = select(CodePublication).where(CodePublication.by_id.in_(member))
    contacts = select(Contact).where(Contact.member_id.in_(member)).order_by(Contact.id)
    return {
        "versions of the code of conduct accepted": [
            {
                "version": one.publication.number,
                "digest": one.digest,
                "where": one.how.value,
                "accepted": one.at,
            }
            for one in db.session.scalars(accepted)
        ],
        "versions of the code of conduct published": [
            {"version": one.number, "summary": one.summary, "published": one.at}
            for one in db.session.scalars(published.order_by(CodePublication.version_id))
        ],
        "named as a contact": [
            {"name": one.name, "address": one.address, "words": one.words, "since": one.added_at}
            for one in db.session.scalars(contacts)
        ],
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """Delete their acceptances and their entry. Versions they published are everybody's."""
    member = select(Member.id).where(Member.person_id == person_id)
    for statement in (
        delete(Acceptance).where(Acceptance.person_id == person_id),
        delete(Contact).where(Contact.member_id.in_(member)),
    ):
        db.session.execute(statement.execution_options(synchronize_session="fetch"))


HOLDINGS = (
    Holding(
        tables=frozenset({"acceptance", "conduct_contact", "code_version", "code_publication"}),
        export=export,
        erase=erase,
    ),
)
