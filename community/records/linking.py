"""Links of a record: to a recording, slides, a chat. They are added, taken out, put back."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db, locked, number_of
from community.errors import Refusal

from .drafting import hold
from .models import Link, LinkKind
from .queries import links_of

MOST_LINKS = 20


class TooManyLinks(Refusal):
    """A record has no room for more links."""


def add_link(
    call: Call, kind: LinkKind, *, title: str, url: str, by: Member, now: datetime
) -> Link:
    """Add a link; the one that is there already is no second one. Raises `TooManyLinks`."""
    hold(call, now=now)
    standing = [link for link in links_of(number_of(call)) if link.removed_at is None]
    same = next((link for link in standing if (link.url, link.kind) == (url, kind)), None)
    if same is not None:
        same.title = title
        db.session.flush()
        return same
    if len(standing) >= MOST_LINKS:
        raise TooManyLinks(f"A record has room for {MOST_LINKS} links. Take one out first.")
    link = Link(call_id=number_of(call), kind=kind, title=title, url=url, by_id=by.id, at=now)
    db.session.add(link)
    db.session.flush()
    return link


def remove_link(link: Link, *, by: Member, now: datetime) -> None:
    """Take a link out. Doing it twice changes nothing."""
    link = locked(Link, number_of(link))
    if link.removed_at is None:
        link.removed_at, link.removed_by_id = now, by.id
        db.session.flush()


def put_link_back(link: Link, *, now: datetime) -> None:
    """Undo that. Raises `TooManyLinks`."""
    hold(link.call, now=now)
    link = locked(Link, number_of(link))
    if link.removed_at is None:
        return
    standing = select(Link.id).where(Link.call_id == link.call_id, Link.removed_at.is_(None))
    if len(db.session.scalars(standing).all()) >= MOST_LINKS:
        raise TooManyLinks(f"A record has room for {MOST_LINKS} links. Take one out first.")
    link.removed_at = link.removed_by_id = None
    db.session.flush()
