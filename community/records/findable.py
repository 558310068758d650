"""What can be found of records that are published: the summary, and what their links are called."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import and_, select

from community.calls.findable import (
    CALL,
    ONLY_CALL,
    SERIES,
    audience_of_call,
    calls_in,
    language_of_call,
)
from community.calls.listing import listed
from community.calls.models import Call, Series
from community.db import db
from community.holdings import Audience, Entry, Scope, Texts
from community.text import plain_of

from .models import Link, Publication, Record

_RECORD = "record"
_OF_CALLS = {CALL, ONLY_CALL, SERIES}


def _tell(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(_RECORD, row.call_id)] if changed("summary_html") else []


def _tell_of_link(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(_RECORD, row.call_id)] if changed("title", "removed_at") else []


def _tell_of_publication(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(_RECORD, row.call_id)] if changed("withdrawn_at") else []


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    found = {number for kind, number in scopes if kind == _RECORD}
    if any(kind in _OF_CALLS for kind, _ in scopes):
        query = select(Record.call_id).join(Call, Call.id == Record.call_id)
        found.update(db.session.scalars(query.where(calls_in(scopes))))
    return found


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    """A record that says nothing of its own is found by its call, and by what was noted there."""
    links = _links(numbers)
    published = and_(Publication.call_id == Record.call_id, Publication.withdrawn_at.is_(None))
    query = (
        select(Record.call_id, Record.summary_html, Publication.at, Call.slug)
        .add_columns(audience_of_call().label("audience"), language_of_call().label("language"))
        .join(Publication, published)
        .join(Call, Call.id == Record.call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(Record.call_id.in_(numbers), listed(for_member=True))
    )
    found = (_entry(row, links.get(row.call_id, [])) for row in db.session.execute(query))
    return [entry for entry in found if entry.text]


def _entry(row: Any, links: Sequence[str]) -> Entry:
    return Entry(
        number=row.call_id,
        key=row.slug,
        title="",
        text="\n".join(filter(None, (plain_of(row.summary_html), *links))),
        audience=Audience(row.audience),
        language=row.language,
        at=row.at,
        call_id=row.call_id,
    )


def _links(numbers: Collection[int]) -> dict[int, list[str]]:
    """What the links of some records are called, in the order they were added."""
    query = select(Link.call_id, Link.title).where(
        Link.call_id.in_(numbers), Link.removed_at.is_(None)
    )
    found: dict[int, list[str]] = {}
    for number, title in db.session.execute(query.order_by(Link.id)):
        found.setdefault(number, []).append(title)
    return found


TEXTS = (
    Texts(
        kind=_RECORD,
        model=Record,
        told={Record: _tell, Link: _tell_of_link, Publication: _tell_of_publication},
        numbers=_numbers,
        entries=_entries,
    ),
)
