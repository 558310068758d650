"""What calls hold of a person: what they lead, invitations, what they cancelled and deleted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.unnaming import handles_of, name_no_more
from community.db import db
from community.events import announce
from community.holdings import Facts, Holding

from .events import CallChanged, SeriesChanged
from .findable import TEXTS
from .models import Call, Removal, Series
from .owners import Invitation, InvitationAnswer, Ownership
from .queries import facilitators_of, owned_by
from .readdressing import name_nobody
from .times import Cancellation, JoinLink, Sitting, SkippedDate

_NAMING = {
    Series: ("title", "description_source", "captions", "access"),
    Call: ("own_title", "own_description_source", "own_captions", "own_access"),
    Removal: ("reason",),
    Cancellation: ("reason",),
}


def export(person_id: int) -> Facts:
    """What they lead or led, what they were asked, what they called off, with their own words."""
    member = _member(person_id)
    if member is None:
        return {}
    return {
        "facilitating": [
            {"what": _title(one), "since": one.since, "until": one.ended_at}
            for one in _ownerships(member.id)
        ],
        "invitations to facilitate": [
            {
                "what": _title(one),
                "direction": "to me" if one.member_id == member.id else "from me",
                "at": one.at,
                "answer": one.answer.value if one.answer else "open",
            }
            for one in _invitations(member.id)
        ],
        "calls cancelled": [
            {"call": call_title, "at": row.at, "reason": row.reason}
            for row, call_title in _cancellations(member.id)
        ],
        "deleted": [
            {"at": row.at, "reason": row.reason}
            for row in db.session.scalars(select(Removal).where(Removal.by_id == member.id))
        ],
        "join links set": [
            {"at": at}
            for at in db.session.scalars(
                select(JoinLink.set_at).where(JoinLink.set_by_id == member.id)
            )
        ],
        "dates left out": [
            {"day": day, "at": at}
            for day, at in db.session.execute(
                select(SkippedDate.day, SkippedDate.at).where(SkippedDate.by_id == member.id)
            )
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """They facilitate nothing any more, and nothing asked of them or by them stays open. Who called
    what off stays, as done by a former member: others acted on it.
    """
    member = _member(person_id)
    if member is None:
        return
    open_ones = (
        Invitation.answered_at.is_(None),
        or_(Invitation.member_id == member.id, Invitation.by_id == member.id),
    )
    db.session.execute(
        update(Invitation)
        .where(*open_ones)
        .values(answer=InvitationAnswer.WITHDRAWN, answered_at=now)
        .execution_options(synchronize_session="fetch")
    )
    for ownership in _ownerships(member.id):
        if ownership.ended_at is None:
            ownership.ended_at = now
            db.session.flush()
            if ownership.series is not None:
                announce(SeriesChanged(ownership.series))
            elif ownership.call is not None:
                announce(CallChanged(ownership.call))
    rows = name_no_more(member, _NAMING)
    for subject in {*map(_subject, rows), *name_nobody(handles_of(member))}:
        happened = SeriesChanged(subject) if isinstance(subject, Series) else CallChanged(subject)
        announce(happened)


def _subject(row: Series | Call | Removal | Cancellation) -> Series | Call:
    """What shows the words of a row."""
    if isinstance(row, Cancellation):
        return db.session.get_one(Sitting, row.sitting_id).call
    if isinstance(row, Removal) and row.series_id is not None:
        return db.session.get_one(Series, row.series_id)
    return db.session.get_one(Call, row.call_id) if isinstance(row, Removal) else row


def before_leaving(person_id: int) -> list[str]:
    """What would be left without anybody to lead it."""
    member = _member(person_id)
    owned = owned_by(member) if member is not None else []
    return [
        f"You are the only facilitator of “{subject.title}”. Hand it over first, or a steward has"
        " to find somebody for it."
        for subject in owned
        if len(facilitators_of(subject)) == 1
    ]


def _member(person_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


def _ownerships(member_id: int) -> Sequence[Ownership]:
    query = select(Ownership).where(Ownership.member_id == member_id).order_by(Ownership.id)
    whole = query.options(joinedload(Ownership.series), joinedload(Ownership.call))
    return db.session.scalars(whole).unique().all()


def _invitations(member_id: int) -> Sequence[Invitation]:
    theirs = or_(Invitation.member_id == member_id, Invitation.by_id == member_id)
    query = select(Invitation).where(theirs).order_by(Invitation.id)
    whole = query.options(joinedload(Invitation.series), joinedload(Invitation.call))
    return db.session.scalars(whole).unique().all()


def _title(one: Ownership | Invitation) -> str:
    subject = one.series or one.call
    return subject.title if subject is not None else ""


def _cancellations(member_id: int) -> list[tuple[Cancellation, str]]:
    query = (
        select(Cancellation, Sitting)
        .join(Sitting, Sitting.id == Cancellation.sitting_id)
        .where(Cancellation.by_id == member_id)
        .order_by(Cancellation.at)
    )
    return [(row, sitting.call.title) for row, sitting in db.session.execute(query).unique()]


HOLDINGS = (
    Holding(
        tables=frozenset(
            {"ownership", "invitation", "cancellation", "removal", "join_link", "skipped_date"}
        ),
        export=export,
        erase=erase,
        before_leaving=before_leaving,
        texts=TEXTS,
    ),
)
