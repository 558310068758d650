"""Join links: the one place that reads and writes where people meet."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from community.accounts.models import Member
from community.db import db

from .owners import Ownership
from .times import JoinLink, Sitting, Slot


def public_links(sittings: Sequence[Sitting]) -> dict[int, str]:
    """The links of those `sittings` whose facilitators show them to everyone, by sitting id."""
    return {sitting: link.url for sitting, link in _links(sittings).items() if link.is_public}


def links_for(
    member: Member | None, sittings: Sequence[Sitting], going: Collection[int]
) -> dict[int, str]:
    """The links `member` may have, by sitting id: public ones, those of sittings they facilitate,
    and those of the sittings whose ids are in `going`. None is somebody without an account.
    """
    owned = _owned(member, sittings) if member else set()
    return {
        sitting: link.url
        for sitting, link in _links(sittings).items()
        if link.is_public or sitting in going or sitting in owned
    }


def link_of(sitting: Sitting) -> str | None:
    """The link of a sitting, for a letter to somebody who is going, as the caller has seen."""
    link = _links([sitting]).get(sitting.id)
    return link.url if link else None


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


def _links(sittings: Sequence[Sitting]) -> dict[int, JoinLink]:
    """Each sitting's own link, else that of its slot."""
    slots = {s.slot_id for s in sittings if s.slot_id is not None}
    query = select(JoinLink).where(
        or_(JoinLink.sitting_id.in_({s.id for s in sittings}), JoinLink.slot_id.in_(slots))
    )
    found = db.session.scalars(query).all()
    own = {link.sitting_id: link for link in found if link.sitting_id is not None}
    by_slot = {link.slot_id: link for link in found if link.slot_id is not None}
    chosen = {s.id: own.get(s.id) or by_slot.get(s.slot_id or 0) for s in sittings}
    return {sitting: link for sitting, link in chosen.items() if link is not None}


def _owned(member: Member, sittings: Sequence[Sitting]) -> set[int]:
    standing = select(Ownership.series_id, Ownership.call_id).where(
        Ownership.member_id == member.id, Ownership.ended_at.is_(None)
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
