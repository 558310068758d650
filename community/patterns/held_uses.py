"""Known uses with the first link of somebody: nobody sees them until a curator has read them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from community.access import Viewer
from community.accounts.models import Member, Person
from community.db import db, locked
from community.first_links import are_known, has_link

from .curator_queries import curators
from .known_use_models import KnownUse, UseHold
from .known_uses import UseDraft, words_of
from .models import Pattern
from .retired import refuse_retired
from .settling import settle

MOST = 100


def must_wait(draft: UseDraft, who: Viewer) -> bool:
    """Whether a curator has to read it first: where it has a link, no link of theirs is known, and
    they were entrusted with nothing; as long as somebody curates.

    Raises `community.text.TextTooLong`.
    """
    if who.member is None or who.roles or not (draft.url or has_link(words_of(draft))):
        return False
    return not are_known(who.member.id) and bool(curators())


def shows_links_of(member_id: int) -> ColumnElement[bool]:
    """For a query: whether a known use that a member has told of, and that is there, has a link."""
    theirs = select(Member.person_id).where(Member.id == member_id)
    return exists().where(
        KnownUse.by_id.in_(theirs), KnownUse.url != "", KnownUse.withdrawn_at.is_(None)
    )


def hold(use: KnownUse, *, now: datetime) -> None:
    """Let it wait: it is withdrawn until it is shown."""
    use.withdrawn_at, use.withdrawn_by_id = now, use.by_id
    db.session.add(UseHold(use_id=use.id, at=now))
    db.session.flush()


def held_numbered(number: int) -> UseHold | None:
    """What waits, by the number of the use."""
    query = select(UseHold).where(UseHold.use_id == number, UseHold.ended_at.is_(None))
    return db.session.scalar(query)


def held_uses() -> Sequence[KnownUse]:
    """What waits to be read, the oldest first. One query."""
    query = select(KnownUse).join(UseHold, UseHold.use_id == KnownUse.id)
    query = query.where(UseHold.ended_at.is_(None)).order_by(KnownUse.id).limit(MOST)
    return db.session.scalars(query).unique().all()


def end(held: UseHold, *, is_shown: bool, by: Person, now: datetime) -> KnownUse:
    """Show it, or leave it out. Doing it twice changes nothing. Raises `retired.KeptForTheRecord`
    where it cannot be shown any more.
    """
    use = db.session.get_one(KnownUse, held.use_id)
    pattern = locked(Pattern, use.pattern_id)
    held, use = locked(UseHold, held.use_id), locked(KnownUse, use.id)
    if held.ended_at is not None:
        return use
    held.ended_at, held.ended_by_id = now, by.id
    if is_shown:
        refuse_retired(pattern)
        use.withdrawn_at = use.withdrawn_by_id = None
    db.session.flush()
    settle(pattern, now=now)
    return use
