"""Known uses of a pattern, ready to render."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import (
    Placeholder,
    is_aside,
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
_IS_OF_IT = and_(UseVerification.use_id == KnownUse.id, UseVerification.version == KnownUse.version)
_THEN = aliased(UseVerification)
_IS_UNVERIFIED = (
    exists()
    .where(
        *(_THEN.use_id == KnownUse.id, _THEN.withdrawn_at.is_not(None)),
        is_aside(Content.VERIFICATION, _THEN.id),
    )
    .correlate(KnownUse)
    .label("is_unverified")
)
_IS_CUT = is_redacted(Content.VERIFICATION, UseVerification.id).label("is_cut")


@dataclass(frozen=True, slots=True)
class Verified:
    """Who has seen that a use is so (None: somebody who is not named), when, and how they know.
    `counts`: they wrote none of the pattern; `number` is of the row.
    """

    by: str | None
    at: datetime
    word: str
    number: int
    counts: bool = True
    redactions: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """Who has led a link to where it had gone (None: somebody who is not named), and when."""

    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class UsePlace:
    """Where a known use was that is set aside under the code, or how it was verified; `by_id` is
    who said it.
    """

    placeholder: Placeholder
    by_id: int


@dataclass(frozen=True, slots=True)
class UseLine:
    """A known use to read. `by_id` and `verified_by_id` are people, for who may do what; `seen` is
    the mark of what is read; `mended` tells of each time its link was, the earliest first. Where
    how it was verified is set aside, nobody has, and `unverified` stands in its place.
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
    unverified: UsePlace | None = None


def use_numbered(number: int) -> KnownUse | None:
    """The known use with this number, unless it was withdrawn."""
    query = select(KnownUse).where(KnownUse.id == number, KnownUse.withdrawn_at.is_(None))
    return db.session.scalar(query)


def verification_numbered(number: int) -> UseVerification | None:
    """How a known use was verified, unless that was taken back or says nothing."""
    standing = UseVerification.withdrawn_at.is_(None), KnownUse.withdrawn_at.is_(None)
    query = select(UseVerification).join(KnownUse, KnownUse.id == UseVerification.use_id)
    return db.session.scalar(
        query.where(UseVerification.id == number, UseVerification.word != "", *standing)
    )


def verifier_of(use: KnownUse) -> int | None:
    """The person who says that it is so."""
    query = select(UseVerification.by_id).where(
        UseVerification.use_id == use.id, UseVerification.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def uses_of(pattern_id: int, off: Collection[int] = ()) -> Sequence[UseLine]:
    """What is known of its use, the earliest first; four queries, and one more each where words of
    some, or of how some were verified, were taken out, and where links of some were mended. None
    who is `off` is named.
    """
    return uses_and_places(pattern_id, off)[0]


def uses_and_places(
    pattern_id: int, off: Collection[int] = ()
) -> tuple[Sequence[UseLine], Sequence[UsePlace]]:
    """The same, and the places of those that are set aside; what had been withdrawn before that
    has none.
    """
    found = _rows(pattern_id)
    rows = [row for row in found if row.set_aside is None]
    said = saids_of({row[0].disclosure_id for row in rows})
    around = _Around(
        off,
        mended=_mended(pattern_id, off) if any(row.is_mended for row in found) else {},
        cut=redactions_among(Content.USE, [row[0].id for row in found if row.is_redacted]),
        seen_cut=redactions_among(Content.VERIFICATION, [row[1].id for row in rows if row.is_cut]),
        unverified=_unverified(pattern_id) if any(row.is_unverified for row in rows) else {},
    )
    lines = [_line(row, whole_sentence(said[row[0].disclosure_id]), around) for row in rows]
    return lines, list(_places(found))


@dataclass(frozen=True, slots=True)
class _Around:
    """What is read of all the uses of a pattern at once."""

    off: Collection[int]
    mended: Mapping[int, Sequence[Mended]]
    cut: Mapping[int, tuple[Placeholder, ...]]
    seen_cut: Mapping[int, tuple[Placeholder, ...]]
    unverified: Mapping[int, UsePlace]


def _line(row: Any, disclosed: str | None, around: _Around) -> UseLine:
    use, seen, by, link = row[:4]
    return UseLine(
        row=use,
        by=None if use.by_id in around.off else use.by.credited_as,
        disclosed=disclosed,
        verified=_verified(seen, by, around, counts=not row.is_writers) if seen else None,
        verified_by_id=by.id if by else None,
        link_fails=link is not None and link.asks_for_a_look,
        seen=mark_of(use),
        redactions=around.cut.get(use.id, ()),
        mended=tuple(around.mended.get(use.id, ())),
        unverified=around.unverified.get(use.id),
    )


def _verified(seen: UseVerification, by: Person, around: _Around, *, counts: bool) -> Verified:
    name, cut = None if by.id in around.off else by.credited_as, around.seen_cut.get(seen.id, ())
    return Verified(name, seen.at, seen.word, seen.id, counts, cut)


def _unverified(pattern_id: int) -> Mapping[int, UsePlace]:
    """The last time each use was verified, as it says it now, in words that are set aside."""
    query = (
        select(UseVerification)
        .select_from(UseVerification)
        .join(KnownUse, _IS_OF_IT)
        .where(KnownUse.pattern_id == pattern_id, UseVerification.withdrawn_at == ContentState.at)
        .order_by(UseVerification.id)
    )
    rows = db.session.execute(with_states(query, Content.VERIFICATION, UseVerification.id))
    told = ((row[0], placeholder_in(row)) for row in rows)
    return {seen.use_id: UsePlace(place, seen.by_id) for seen, place in told if place}


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
        query.add_columns(_IS_REDACTED, _IS_MENDED, _IS_CUT, _IS_UNVERIFIED, is_writers),
        Content.USE,
        KnownUse.id,
    )
    rows: Sequence[Any] = db.session.execute(query.where(is_there)).all()
    return rows


def _places(rows: Iterable[Any]) -> Iterator[UsePlace]:
    for row in rows:
        placeholder = placeholder_in(row)
        if placeholder is not None:
            yield UsePlace(placeholder, row[0].by_id)
