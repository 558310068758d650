"""Reads about series, calls and sittings."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from community.accounts.models import Member
from community.db import db, plainly
from community.distance.queries import is_blocked

from .models import Call, Series
from .owners import Invitation, Ownership
from .times import Sitting, ToAnswer

_SITTING_AT = (  # written once, for every answer begins with it
    select(Sitting)
    .join(Sitting.call)
    .options(contains_eager(Sitting.call), joinedload(Sitting.slot))
    .where(Call.slug == bindparam("slug"), Sitting.position == bindparam("position"))
)

_TO_ANSWER = (
    select(
        Sitting.id,
        Sitting.position,
        Call.slug,
        func.coalesce(Call.own_visibility, Series.visibility).label("visibility"),
        Call.id.label("call_id"),
        Call.series_id,
        Series.slug.label("series_slug"),
    )
    .select_from(Sitting)
    .join(Call, Call.id == Sitting.call_id)
    .outerjoin(Series, Series.id == Call.series_id)
    .where(Call.slug == bindparam("slug"), Sitting.position == bindparam("position"))
)


def owner_of(subject: Series | Call | Sitting) -> Series | Call:
    """The series or one-off call whose facilitators are responsible for `subject`."""
    call = subject.call if isinstance(subject, Sitting) else subject
    return call.series if isinstance(call, Call) and call.series is not None else call


def _of(model: type[Ownership] | type[Invitation], subject: Series | Call | Sitting):  # type: ignore[no-untyped-def]  # noqa: ANN202
    owner = owner_of(subject)
    return model.series_id == owner.id if isinstance(owner, Series) else model.call_id == owner.id


def facilitates(member: Member, subject: Series | Call | Sitting) -> bool:
    """Whether `member` is one of the facilitators of `subject`."""
    standing = select(Ownership.id).where(
        _of(Ownership, subject), Ownership.member_id == member.id, Ownership.ended_at.is_(None)
    )
    return db.session.scalar(standing) is not None


def standing_owners(subject: Series | Call | Sitting) -> Select[int]:
    """For a query: the numbers of the members who own `subject`."""
    return select(Ownership.member_id).where(_of(Ownership, subject), Ownership.ended_at.is_(None))


def facilitators_of(subject: Series | Call | Sitting) -> Sequence[Member]:
    """The members who own `subject`, longest first."""
    return db.session.scalars(_owners(subject).where(Ownership.ended_at.is_(None))).all()


def facilitators_between(
    subject: Series | Call | Sitting, begins: datetime, ends: datetime
) -> Sequence[Member]:
    """The members who owned `subject` at some time between the two, longest first."""
    then = Ownership.ended_at.is_(None) | (Ownership.ended_at > begins)
    query = _owners(subject).where(Ownership.since <= ends, then)
    return db.session.scalars(query).unique().all()


def _owners(subject: Series | Call | Sitting) -> Select[Member]:
    return (
        select(Member)
        .join(Ownership, Ownership.member_id == Member.id)
        .where(_of(Ownership, subject))
        .order_by(Ownership.since, Ownership.id)
    )


def open_invitations(subject: Series | Call) -> Sequence[Invitation]:
    """Invitations to share `subject` that wait for an answer."""
    query = (
        select(Invitation)
        .options(joinedload(Invitation.member), joinedload(Invitation.by))
        .where(_of(Invitation, subject), Invitation.answered_at.is_(None))
        .order_by(Invitation.at)
    )
    return db.session.scalars(query).all()


def series_by_slug(slug: str) -> Series | None:
    """The series at an address, with its topics."""
    query = select(Series).options(selectinload(Series.topics)).where(Series.slug == slug)
    return db.session.scalar(query)


def call_by_slug(slug: str) -> Call | None:
    """The call at an address, with its series and topics."""
    query = (
        select(Call)
        .options(joinedload(Call.series).selectinload(Series.topics), selectinload(Call.own_topics))
        .where(Call.slug == slug)
    )
    return db.session.scalar(query)


def sitting_at(slug: str, number: int) -> Sitting | None:
    """Sitting `number` (from 1) of the call at an address."""
    return db.session.scalar(_SITTING_AT, {"slug": slug, "position": number - 1})


def sitting_to_answer(slug: str, number: int) -> ToAnswer | None:
    """The same, with no more than who may see it needs: who answers locks it and reads it again."""
    found = plainly(_TO_ANSWER, {"slug": slug, "position": number - 1}).first()
    return ToAnswer(**found._mapping) if found else None  # noqa: SLF001 - its public name


def sittings_of(call: Call) -> Sequence[Sitting]:
    """The sittings of a call in their order."""
    query = (
        select(Sitting)
        .options(joinedload(Sitting.slot))
        .where(Sitting.call_id == call.id)
        .order_by(Sitting.position)
    )
    return db.session.scalars(query).all()


def sittings_of_series(series: Series, since: datetime) -> Sequence[Sitting]:
    """The sittings of a series that end after `since`, soonest first."""
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(joinedload(Sitting.slot))
        .where(Call.series_id == series.id, Sitting.ends_at > since)
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return db.session.scalars(query).all()


def held_ahead(subject: Series | Call, now: datetime) -> list[int]:
    """The ids of the sittings to come of `subject` that are held, or would be if it were brought
    back.
    """
    is_whole = isinstance(subject, Series)
    of_it = Call.series_id == subject.id if is_whole else Call.id == subject.id
    query = select(Sitting).join(Sitting.call).where(of_it, Sitting.starts_at > now)
    found = db.session.scalars(query.order_by(Sitting.id)).unique()
    return [s.id for s in found if not (s.is_cancelled or (is_whole and s.call.removal))]


def upcoming_dates(series: Series, now: datetime, most: int = 40) -> Sequence[date]:
    """The next dates of a series' rule that have not begun."""
    query = (
        select(Call.rule_date)
        .join(Sitting, Sitting.call_id == Call.id)
        .where(
            Call.series_id == series.id, Call.rule_date.is_not(None), Sitting.slot_id.is_not(None)
        )
        .group_by(Call.rule_date)
        .having(func.min(Sitting.starts_at) > now)
        .order_by(Call.rule_date)
        .limit(most)
    )
    return [day for day in db.session.scalars(query) if day is not None]


def invitations_of(member: Member) -> Sequence[Invitation]:
    """Invitations to share something that wait for this member's answer, but for those by whom
    they block.
    """
    query = (
        select(Invitation)
        .options(
            joinedload(Invitation.series), joinedload(Invitation.call), joinedload(Invitation.by)
        )
        .where(Invitation.member_id == member.id, Invitation.answered_at.is_(None))
        .where(~is_blocked(member.id, Invitation.by_id))
        .order_by(Invitation.at)
    )
    return db.session.scalars(query).unique().all()


def owned_by(member: Member) -> Sequence[Series | Call]:
    """What a member facilitates: series by title, then one-off calls."""
    query = (
        select(Ownership)
        .options(joinedload(Ownership.series), joinedload(Ownership.call))
        .where(Ownership.member_id == member.id, Ownership.ended_at.is_(None))
    )
    owned = [o.series or o.call for o in db.session.scalars(query).unique()]
    present = [subject for subject in owned if subject is not None and not subject.is_removed]
    return sorted(present, key=lambda s: (isinstance(s, Call), s.title.casefold(), s.id))
