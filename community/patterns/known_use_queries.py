"""Known uses of a pattern, ready to render."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import (
    Placeholder,
    is_redacted,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence

from .known_use_models import KnownUse, LinkMending, UseLink, UseVerification
from .seen_uses import mark_of
from .writer_queries import writers_of

_IS_MENDED = exists().where(LinkMending.use_id == KnownUse.id).label("is_mended")
_IS_REDACTED = is_redacted(Content.USE, KnownUse.id).label("is_redacted")


@dataclass(frozen=True, slots=True)
class Verified:
    """Who has seen that a use is so (None: somebody who is not named), when, and how they know.
    `counts`: they wrote none of the pattern.
    """

    by: str | None
    at: datetime
    word: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Mended:
    """Who has led a link to where it had gone (None: somebody who is not named), and when."""

    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class UseLine:
    """A known use to read. `by_id` and `verified_by_id` are people, for who may do what; `seen` is
    the mark of what is read; `mended` tells of each time its link was, the earliest first.
    """

    row: KnownUse
    by: str | None
    disclosed: str | None
    verified: Verified | None
    verified_by_id: int | None
    link_fails: bool
    seen: str
    redactions: tuple[Placeholder, ...] = ()
    mended: tuple[Mended, ...] = ()


@dataclass(frozen=True, slots=True)
class UsePlace:
    """Where a known use was that is set aside under the code; `by_id` is who told of it."""

    placeholder: Placeholder
    by_id: int


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
    """What is known of its use, the earliest first; three queries, and one more each where words of
    some were taken out, and where links of some were mended. None who is `off` is named.
    """
    return uses_and_places(pattern_id, off)[0]


def uses_and_places(
    pattern_id: int, off: Collection[int] = ()
) -> tuple[Sequence[UseLine], Sequence[UsePlace]]:
    """The same, and the places of those that are set aside; what had been withdrawn before that
    has none.
    """
    found = _rows(pattern_id)
    rows = [(*row[:4], not row.is_writers) for row in found if row.set_aside is None]
    said = saids_of({use.disclosure_id for use, *_ in rows})
    mended = _mended(pattern_id, off) if any(row.is_mended for row in found) else {}
    in_part = redactions_among(Content.USE, [row[0].id for row in found if row.is_redacted])
    lines = [
        UseLine(
            row=use,
            by=None if use.by_id in off else use.by.credited_as,
            disclosed=whole_sentence(said[use.disclosure_id]),
            verified=_verified(seen, by, off, counts=counts),
            verified_by_id=by.id if by else None,
            link_fails=link is not None and link.asks_for_a_look,
            seen=mark_of(use),
            redactions=in_part.get(use.id, ()),
            mended=tuple(mended.get(use.id, ())),
        )
        for use, seen, by, link, counts in rows
    ]
    return lines, list(_places(found))


def _mended(pattern_id: int, off: Collection[int]) -> Mapping[int, Sequence[Mended]]:
    query = (
        select(LinkMending)
        .join(KnownUse, KnownUse.id == LinkMending.use_id)
        .options(joinedload(LinkMending.by))
        .where(KnownUse.pattern_id == pattern_id)
        .order_by(LinkMending.id)
    )
    found: dict[int, list[Mended]] = {}
    for row in db.session.scalars(query):
        name = None if row.by_id in off else row.by.credited_as
        found.setdefault(row.use_id, []).append(Mended(name, row.at))
    return found


def _rows(pattern_id: int) -> Sequence[Any]:
    """The uses with who verified each, its link, and what stands in its place."""
    verifier = aliased(Person)
    is_writers = UseVerification.by_id.in_(writers_of(pattern_id)).label("is_writers")
    query = (
        select(KnownUse, UseVerification, verifier, UseLink)
        .outerjoin(
            UseVerification,
            (UseVerification.use_id == KnownUse.id) & UseVerification.withdrawn_at.is_(None),
        )
        .outerjoin(verifier, verifier.id == UseVerification.by_id)
        .outerjoin(UseLink, (UseLink.use_id == KnownUse.id) & (UseLink.url == KnownUse.url))
        .options(joinedload(KnownUse.by))
        .where(KnownUse.pattern_id == pattern_id)
        .order_by(KnownUse.id)
    )
    is_there = or_(KnownUse.withdrawn_at.is_(None), KnownUse.withdrawn_at == ContentState.at)
    query = with_states(
        query.add_columns(_IS_REDACTED, _IS_MENDED, is_writers), Content.USE, KnownUse.id
    )
    rows: Sequence[Any] = db.session.execute(query.where(is_there)).all()
    return rows


def _places(rows: Iterable[Any]) -> Iterator[UsePlace]:
    for row in rows:
        placeholder = placeholder_in(row)
        if placeholder is not None:
            yield UsePlace(placeholder, row[0].by_id)


def _verified(
    seen: UseVerification | None, by: Person | None, off: Collection[int], *, counts: bool
) -> Verified | None:
    if seen is None or by is None:
        return None
    return Verified(None if by.id in off else by.credited_as, seen.at, seen.word, counts)
