"""What is set aside, and under which clause: for pages, and for queries of content."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.db import db
from community.text import plain

from .models import CodeClause, CodeVersion
from .state_models import (
    REASON_GONE,
    TOLD,
    Content,
    ContentReading,
    ContentState,
    Said,
    Standing,
)

_LABEL = 100  # characters of a clause, about


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands where something was: how far it is set aside, and the clause that it is for."""

    state: str
    version: int
    clause_key: str
    clause: str


def standing_state(about: Content, subject_id: int) -> ContentState | None:
    """The row by which the whole of something is set aside now."""
    query = select(ContentState).where(
        ContentState.about == about,
        ContentState.subject_id == subject_id,
        ContentState.keeps_out_of_sight(),
    )
    return db.session.scalar(query)


def those_set_further(states: Iterable[ContentState]) -> Collection[int]:
    """The numbers of those that ended as something was not brought back, but set further aside. One
    query, none for nothing.
    """
    numbers, later = [one.id for one in states if one.ended_at is not None], aliased(ContentState)
    if not numbers:
        return ()
    followed = and_(
        later.about == ContentState.about,
        later.subject_id == ContentState.subject_id,
        later.id > ContentState.id,
        later.at == ContentState.ended_at,
    )
    query = select(ContentState.id).join(later, followed).where(ContentState.id.in_(numbers))
    return set(db.session.scalars(query))


_ITS_CLAUSE = and_(
    CodeClause.version_id == ContentState.version_id, CodeClause.key == ContentState.clause_key
)
STATE_COLUMNS = (
    ContentState.state.label("set_aside"),
    CodeVersion.number.label("clause_version"),
    CodeClause.key.label("clause_key"),
    CodeClause.text_source.label("clause_words"),
)


def with_states(query: Any, about: Content, subject_id: Any) -> Select[Any]:
    """A query on content with the `STATE_COLUMNS` of what is set aside beside it."""
    joined: Select[Any] = (
        query.add_columns(*STATE_COLUMNS)
        .outerjoin(
            ContentState,
            (ContentState.about == about)
            & (ContentState.subject_id == subject_id)
            & ContentState.keeps_out_of_sight(),
        )
        .outerjoin(CodeClause, _ITS_CLAUSE)
        .outerjoin(CodeVersion, CodeVersion.id == ContentState.version_id)
    )
    return joined


def placeholder_in(row: Any) -> Placeholder | None:
    """What stands in the place of a row of such a query: of spam nothing does."""
    if row.set_aside is None or row.set_aside is Standing.SPAM:
        return None
    return Placeholder(
        row.set_aside.value, row.clause_version, row.clause_key, in_short(row.clause_words)
    )


def placeholder_of(about: Content, subject_id: int) -> Placeholder | None:
    """What stands in the place of something; None where it is not set aside. One query."""
    query = select(*STATE_COLUMNS).select_from(ContentState)
    query = query.join(CodeClause, _ITS_CLAUSE)
    query = query.join(CodeVersion, CodeVersion.id == ContentState.version_id)
    row = db.session.execute(
        query.where(
            ContentState.about == about,
            ContentState.subject_id == subject_id,
            ContentState.keeps_out_of_sight(),
        )
    ).one_or_none()
    return placeholder_in(row) if row else None


def is_spam(about: Content, subject_id: Any) -> ColumnElement[bool]:
    """For a query on content: whether it was set aside as spam."""
    spam = ContentState.state == Standing.SPAM
    return _stands(about, subject_id, ContentState.keeps_out_of_sight() & spam)


def is_aside(about: Content, subject_id: Any) -> ColumnElement[bool]:
    """For a query on content: whether the whole of it is set aside."""
    return _stands(about, subject_id, ContentState.keeps_out_of_sight())


def is_redacted(about: Content, subject_id: Any) -> ColumnElement[bool]:
    """For a query on content: whether words of it are taken out."""
    return _stands(about, subject_id, ContentState.keeps_words_out())


def _stands(about: Content, subject_id: Any, which: ColumnElement[bool]) -> ColumnElement[bool]:
    found = exists().where(
        ContentState.about == about, ContentState.subject_id == subject_id, which
    )
    return found.correlate_except(ContentState)


def redactions_among(
    about: Content, numbers: Collection[int]
) -> Mapping[int, tuple[Placeholder, ...]]:
    """For which clauses words of some content are taken out, each clause once; one query, none for
    nothing.
    """
    if not numbers:
        return {}
    found = redactions_where((ContentState.about == about) & ContentState.subject_id.in_(numbers))
    return {number: them for (_, number), them in found.items()}


def redactions_where(
    which: ColumnElement[bool],
) -> Mapping[tuple[Content, int], tuple[Placeholder, ...]]:
    """The same by what content it is and its number, of those of `which` a query on states says so.
    One query.
    """
    query = (
        select(ContentState.about, ContentState.subject_id, *STATE_COLUMNS)
        .join(CodeClause, _ITS_CLAUSE)
        .join(CodeVersion, CodeVersion.id == ContentState.version_id)
        .where(which, ContentState.keeps_words_out())
        .order_by(ContentState.id)
    )
    found: dict[tuple[Content, int], dict[Placeholder, None]] = {}
    for row in db.session.execute(query):
        placeholder = placeholder_in(row)
        if placeholder is not None:
            found.setdefault((row.about, row.subject_id), {})[placeholder] = None
    return {thing: tuple(them) for thing, them in found.items()}


def clauses_of(
    states: Iterable[ContentState],
) -> Mapping[tuple[int, str], tuple[int, CodeClause]]:
    """The version's number and the clause of each, by `version_id` and key. None for nothing."""
    keys = {(one.version_id, one.clause_key) for one in states}
    if not keys:
        return {}
    query = select(CodeVersion.number, CodeClause)
    query = query.join(CodeClause, CodeClause.version_id == CodeVersion.id)
    here = tuple_(CodeClause.version_id, CodeClause.key).in_(keys)
    found = db.session.execute(query.where(here).order_by(CodeClause.version_id, CodeClause.key))
    return {(clause.version_id, clause.key): (number, clause) for number, clause in found}


def states_about(person_id: int) -> Sequence[ContentState]:
    """What of a person's was ever set aside, the latest first."""
    query = select(ContentState).where(ContentState.author_id == person_id)
    return db.session.scalars(query.order_by(ContentState.id.desc())).all()


def readings_of(
    states: Iterable[ContentState],
) -> Mapping[tuple[int, Said], ContentReading]:
    """Of the words about each state the row that waits for a reader, or by which they went. One
    query.
    """
    query = select(ContentReading).where(
        ContentReading.state_id.in_([one.id for one in states]),
        or_(ContentReading.outcome.is_(None), ContentReading.outcome.in_(TOLD)),
    )
    rows = db.session.scalars(query.order_by(ContentReading.id))
    return {(one.state_id, one.said): one for one in rows}


def told_of(state: ContentState, said: Said, reading: ContentReading | None) -> str:
    """What its author is told, as it stands."""
    if reading is not None and reading.words:
        return reading.words
    if said is Said.ANSWER:
        return state.appeal.words if state.appeal else ""
    return "" if state.why == REASON_GONE else state.why


def state_at(key: str) -> ContentState | None:
    """The row at an address."""
    return db.session.scalar(select(ContentState).where(ContentState.key == key))


def own_state(person_id: int, key: str) -> ContentState | None:
    """The same, for whoever wrote what it is about."""
    state = state_at(key)
    return state if state is not None and state.author_id == person_id else None


def standing_states() -> Sequence[ContentState]:
    """Everything that is set aside now, as a whole or in part, the latest first."""
    query = select(ContentState).where(ContentState.ended_at.is_(None))
    return db.session.scalars(query.order_by(ContentState.id.desc())).all()


def in_short(source: str) -> str:
    """A clause as it stands in a label."""
    return shorten(plain(source), _LABEL, placeholder=" …")
