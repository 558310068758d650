"""Join links: the one place that reads and writes where people meet."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from community.accounts.models import Member
from community.conduct.coming import may_not_come
from community.conduct.emergency_queries import awaits_admission
from community.db import db

from .apart import is_apart, is_held_by
from .models import Call
from .owners import Ownership
from .times import JoinLink, Sitting, Slot


def public_links(sittings: Sequence[Sitting]) -> dict[int, str]:
    """The links of those `sittings` whose facilitators show them to everyone, by sitting id."""
    return {sitting: link.url for sitting, link in _links(sittings).items() if link.is_public}


def links_for(
    person_id: int, sittings: Sequence[Sitting], going: Collection[int], *, now: datetime
) -> dict[int, str]:
    """The links a person may have, by sitting id: public ones, those of sittings they facilitate,
    and those of the sittings whose ids are in `going`; none of what they may not come to now.
    """
    owned = _owned(person_id, sittings)
    return {
        sitting: link.url
        for sitting, link in _links(sittings, but_for=_kept_from(person_id, now)).items()
        if link.is_public or sitting in going or sitting in owned
    }


def may_come(person_id: int, sitting: Sitting, now: datetime) -> bool:
    """Whether nothing keeps a person from a sitting, for letters to them."""
    query = select(Sitting.id).join(Sitting.call).where(Sitting.id == sitting.id)
    return db.session.scalar(query.where(~_kept_from(person_id, now))) is not None


def set_link(
    subject: Slot | Sitting, url: str | None, *, is_public: bool, by: Member, now: datetime
) -> bool:
    """Keep `url` as the link of a slot or of one sitting; None takes it away.

    Returns whether anything has changed. The caller touches what subscribers see.
    """
    key = JoinLink.slot_id if isinstance(subject, Slot) else JoinLink.sitting_id
    link = db.session.scalar(select(JoinLink).where(key == subject.id))
    if url is None:
        if link is not None:
            db.session.delete(link)
        return link is not None
    if link is not None and (link.url, link.is_public) == (url, is_public):
        return False
    if link is None:
        owner = {"slot_id" if isinstance(subject, Slot) else "sitting_id": subject.id}
        link = JoinLink(**owner, url=url, is_public=is_public, set_by_id=by.id, set_at=now)
        db.session.add(link)
    else:
        link.url, link.is_public, link.set_by_id, link.set_at = url, is_public, by.id, now
    db.session.flush()
    return True


def link_to_edit(subject: Slot | Sitting) -> tuple[str, bool]:
    """The subject's own link and whether it is public, for the facilitators' form alone."""
    key = JoinLink.slot_id if isinstance(subject, Slot) else JoinLink.sitting_id
    link = db.session.scalar(select(JoinLink).where(key == subject.id))
    return (link.url, link.is_public) if link else ("", False)


def _kept_from(person_id: int, now: datetime) -> ColumnElement[bool]:
    """For a query on sittings and their calls: whether a person may not come there now."""
    return or_(
        may_not_come(person_id, Call.series_id, Call.id, now),
        is_apart(person_id, now),
        awaits_admission(person_id, Call.id, now) & ~is_held_by(person_id),
    )


def _links(
    sittings: Sequence[Sitting], *, but_for: ColumnElement[bool] | None = None
) -> dict[int, JoinLink]:
    """Each sitting's own link, else that of its slot; of no sitting for which `but_for` holds."""
    of_it = or_(JoinLink.sitting_id == Sitting.id, JoinLink.slot_id == Sitting.slot_id)
    query = select(Sitting.id, JoinLink).join(JoinLink, of_it)
    query = query.where(Sitting.id.in_([s.id for s in sittings]))
    if but_for is not None:
        query = query.join(Sitting.call).where(~but_for)
    found: dict[int, JoinLink] = {}
    for sitting_id, link in db.session.execute(query):
        if sitting_id not in found or link.sitting_id is not None:
            found[sitting_id] = link
    return found


def _owned(person_id: int, sittings: Sequence[Sitting]) -> set[int]:
    standing = (
        select(Ownership.series_id, Ownership.call_id)
        .join(Member, Member.id == Ownership.member_id)
        .where(Member.person_id == person_id, Ownership.ended_at.is_(None))
    )
    rows = db.session.execute(standing).all()
    series, calls = {r.series_id for r in rows} - {None}, {r.call_id for r in rows} - {None}
    return {s.id for s in sittings if s.call.series_id in series or s.call_id in calls}


def with_link(sittings: Sequence[Sitting]) -> set[int]:
    """The ids of those `sittings` that have a link at all, which everyone may know."""
    return set(_links(sittings))


def with_own_link(sittings: Sequence[Sitting]) -> set[int]:
    """The ids of those `sittings` that have a link of their own beside their slot's."""
    query = select(JoinLink.sitting_id).where(JoinLink.sitting_id.in_([s.id for s in sittings]))
    return {number for number in db.session.scalars(query) if number is not None}
