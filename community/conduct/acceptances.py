"""Accepting the code: who still has to, and the record of who did."""

from datetime import datetime

from sqlalchemy import bindparam, exists, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.events import MemberJoined
from community.accounts.models import Person
from community.agreement import How, Terms
from community.db import db, plainly

from .models import Acceptance, Change, CodePublication, CodeVersion
from .queries import last_accepted, published, version_in_force

__all__ = [
    "How",
    "accept",
    "accept_at_sign_up",
    "accept_number",
    "needs_to_accept",
    "terms",
    "terms_after",
    "terms_of",
    "version_in_force",
]

# Written once: every answer asks it, and to put it together costs more than to send it.
_MATERIAL = (
    select(func.max(CodeVersion.number))
    .join(CodePublication, CodePublication.version_id == CodeVersion.id)
    .where(CodePublication.effective_at <= bindparam("now"))
    .where(CodePublication.change == Change.MATERIAL)
    .scalar_subquery()
)
_HAS_ACCEPTED = (
    exists()
    .where(Acceptance.person_id == bindparam("person_id"))
    .where(Acceptance.version_id == CodeVersion.id, CodeVersion.number >= _MATERIAL)
)
_NEEDS = select(literal(1)).where(_MATERIAL.is_not(None), ~_HAS_ACCEPTED)


def needs_to_accept(person_id: int, now: datetime) -> bool:
    """Whether there is a material version in force that the person has accepted neither itself nor
    in a later form. One query; False where there is no code.
    """
    return plainly(_NEEDS, {"person_id": person_id, "now": now}).first() is not None


def accept(person: Person, publication: CodePublication, *, how: How, now: datetime) -> None:
    """Record that `person` accepts a version. Accepting it twice keeps the first record."""
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(
        kind.insert(Acceptance)
        .values(
            person_id=person.id,
            version_id=publication.version_id,
            digest=publication.digest,
            how=how,
            at=now,
        )
        .on_conflict_do_nothing()
    )


def hand_over(gone_id: int, kept_id: int) -> None:
    """Let what one person accepted be accepted by another, who turns out to be the same. What was
    recorded is never changed, so it is recorded for them as it was.
    """
    known = select(Acceptance.version_id).where(Acceptance.person_id == kept_id)
    theirs = select(Acceptance).where(Acceptance.person_id == gone_id)
    left = theirs.where(Acceptance.version_id.not_in(known)).order_by(Acceptance.id)
    for one in db.session.scalars(left).all():
        told = {"version_id": one.version_id, "digest": one.digest, "how": one.how, "at": one.at}
        db.session.add(Acceptance(person_id=kept_id, **told))
    db.session.flush()


def accept_number(person: Person, number: int | None, *, how: How, now: datetime) -> None:
    """The same by the number of a version, as a form or a letter carries it; None does nothing."""
    publication = published(number) if number is not None else None
    if publication is not None:
        accept(person, publication, how=how, now=now)


def accept_at_sign_up(event: MemberJoined) -> None:
    """What was accepted in the form of the sign-up is recorded with the account."""
    member = event.member
    accept_number(member.person, event.accepted, how=How.SIGN_UP, now=member.joined_at)


def terms(now: datetime, *, before: int | None = None) -> Terms | None:
    """What somebody must accept who is new, or has accepted the version `before`: that in force."""
    publication = version_in_force(now)
    return Terms(publication.number, before) if publication else None


def terms_of(person_id: int, now: datetime) -> Terms | None:
    """What a person must accept; None where they have accepted what is in force."""
    if not needs_to_accept(person_id, now):
        return None
    accepted = last_accepted(person_id)
    return terms(now, before=accepted.publication.number if accepted else None)


def terms_after(number: int | None, now: datetime) -> Terms | None:
    """What somebody must accept who has ticked version `number`: nothing where it was only said
    otherwise since.
    """
    if number is not None:
        material = db.session.scalar(select(_MATERIAL), {"now": now})
        if material is not None and number >= material and published(number) is not None:
            return None
    return terms(now, before=number)
