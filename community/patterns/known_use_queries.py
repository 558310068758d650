"""Known uses of a pattern, ready to render."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence

from .known_use_models import KnownUse, UseLink, UseVerification
from .seen_uses import mark_of


@dataclass(frozen=True, slots=True)
class Verified:
    """Who has seen that a use is so (None: somebody who is not named), when, and how they know."""

    by: str | None
    at: datetime
    word: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """A known use to read. `by_id` and `verified_by_id` are people, for who may do what; `seen` is
    the mark of what is read.
    """

    row: KnownUse
    by: str | None
    disclosed: str | None
    verified: Verified | None
    verified_by_id: int | None
    link_fails: bool
    seen: str


def use_numbered(number: int) -> KnownUse | None:
    """The known use with this number, unless it was withdrawn."""
    query = select(KnownUse).where(KnownUse.id == number, KnownUse.withdrawn_at.is_(None))
    return db.session.scalar(query)


def verifier_of(use: KnownUse) -> int | None:
    """The person who says that it is so."""
    query = select(UseVerification.by_id).where(
        UseVerification.use_id == use.id, UseVerification.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def uses_of(pattern_id: int, off: Collection[int] = ()) -> Sequence[UseLine]:
    """What is known of its use, the earliest first; three queries. None who is `off` is named."""
    verifier = aliased(Person)
    query = (
        select(KnownUse, UseVerification, verifier, UseLink)
        .outerjoin(
            UseVerification,
            (UseVerification.use_id == KnownUse.id) & UseVerification.withdrawn_at.is_(None),
        )
        .outerjoin(verifier, verifier.id == UseVerification.by_id)
        .outerjoin(UseLink, (UseLink.use_id == KnownUse.id) & (UseLink.url == KnownUse.url))
        .options(joinedload(KnownUse.by))
        .where(KnownUse.pattern_id == pattern_id, KnownUse.withdrawn_at.is_(None))
        .order_by(KnownUse.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    said = saids_of({use.disclosure_id for use, *_ in rows})
    return [
        UseLine(
            row=use,
            by=None if use.by_id in off else use.by.credited_as,
            disclosed=whole_sentence(said[use.disclosure_id]),
            verified=_verified(seen, by, off),
            verified_by_id=by.id if by else None,
            link_fails=link is not None and link.asks_for_a_look,
            seen=mark_of(use),
        )
        for use, seen, by, link in rows
    ]


def _verified(
    seen: UseVerification | None, by: Person | None, off: Collection[int]
) -> Verified | None:
    if seen is None or by is None:
        return None
    return Verified(None if by.id in off else by.credited_as, seen.at, seen.word)
