"""What can be found of series and calls: their titles and descriptions, where they are listed."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from community.db import db
from community.holdings import Audience, Entry, Scope, Texts
from community.text import plain_of

from .listing import listed, series_shown_to
from .models import Call, Removal, Series, Visibility

SERIES, CALL = "series", "call"  # with all that belongs to them
ONLY_SERIES, ONLY_CALL = "only series", "only call"  # their own words


def audience_of_call() -> ColumnElement[str]:
    """Who may find what belongs to a listed call, for a query that has its series beside it."""
    seen = func.coalesce(Call.own_visibility, Series.visibility)
    return case((seen == Visibility.PUBLIC, Audience.PUBLIC.value), else_=Audience.MEMBERS.value)


def language_of_call() -> ColumnElement[str]:
    """The language of a call, for such a query."""
    return func.coalesce(Call.own_language, Series.language)


def calls_in(scopes: Collection[Scope]) -> ColumnElement[bool]:
    """Whether a call belongs to some scopes, for a query on calls."""
    return or_(
        Call.id.in_([number for kind, number in scopes if kind in {CALL, ONLY_CALL}]),
        Call.series_id.in_([number for kind, number in scopes if kind == SERIES]),
    )


def _tell_series(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    if changed("visibility", "language"):
        return [(SERIES, row.id)]
    is_other = changed("title", "slug", "description_source")
    return [(ONLY_SERIES, row.id)] if is_other else []


def _tell_call(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    if changed("own_visibility", "own_language", "series_id"):
        return [(CALL, row.id)]
    is_other = changed("own_title", "slug", "own_description_source")
    return [(ONLY_CALL, row.id)] if is_other else []


def _tell_removal(row: Any, _changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(CALL, row.call_id) if row.series_id is None else (SERIES, row.series_id)]


def _numbers_of_series(scopes: Collection[Scope]) -> Collection[int]:
    return {number for kind, number in scopes if kind in {SERIES, ONLY_SERIES}}


def _numbers_of_calls(scopes: Collection[Scope]) -> Collection[int]:
    if not any(kind in {CALL, SERIES, ONLY_CALL, ONLY_SERIES} for kind, _ in scopes):
        return ()
    renamed = [number for kind, number in scopes if kind == ONLY_SERIES]
    query = select(Call.id).where(or_(calls_in(scopes), Call.series_id.in_(renamed)))
    return set(db.session.scalars(query))


def _series(numbers: Collection[int]) -> Sequence[Entry]:
    words = Series.id, Series.slug, Series.title, Series.description_html
    query = select(*words, Series.visibility, Series.language, Series.created_at).where(
        Series.id.in_(numbers), series_shown_to(for_member=True)
    )
    return [
        Entry(
            number=row.id,
            key=row.slug,
            title=row.title,
            text=plain_of(row.description_html),
            audience=Audience(row.visibility.value),
            language=row.language,
            at=row.created_at,
        )
        for row in db.session.execute(query)
    ]


def _calls(numbers: Collection[int]) -> Sequence[Entry]:
    """A date that says nothing of its own is found by its series."""
    title = func.coalesce(Call.own_title, Series.title)
    query = (
        select(Call.id, Call.slug, title.label("title"), Call.own_description_html.label("html"))
        .add_columns(audience_of_call().label("audience"), language_of_call().label("language"))
        .add_columns(Call.created_at)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(
            Call.id.in_(numbers),
            listed(for_member=True),
            or_(Call.own_title.is_not(None), Call.own_description_source.is_not(None)),
        )
    )
    return [
        Entry(
            number=row.id,
            key=row.slug,
            title=row.title,
            text=plain_of(row.html or ""),
            audience=Audience(row.audience),
            language=row.language,
            at=row.created_at,
            call_id=row.id,
        )
        for row in db.session.execute(query)
    ]


TEXTS = (
    Texts(
        kind="series",
        model=Series,
        told={Series: _tell_series, Removal: _tell_removal},
        numbers=_numbers_of_series,
        entries=_series,
    ),
    Texts(
        kind="call",
        model=Call,
        told={Call: _tell_call},
        numbers=_numbers_of_calls,
        entries=_calls,
    ),
)
