"""What can be found of collections: those for everybody by all, others by who made them alone."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import select

from community.db import db
from community.holdings import Audience, Entry, Scope, Texts

from .collection_models import Collection as Gathered
from .collection_models import CollectionEntry, CollectionRemoval, Openness
from .collection_queries import SHOWN, STANDING
from .findable import PATTERN
from .models import Pattern

_COLLECTION = "collection"
_LANGUAGE = "en"  # nobody says in which one they gather


def _tell(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    is_other = changed("slug", "title", "about", "openness")
    return [(_COLLECTION, row.id)] if is_other else []


def _tell_of_entry(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(_COLLECTION, row.collection_id)] if changed("why", "withdrawn_at") else []


def _tell_of_removal(row: Any, _changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(_COLLECTION, row.collection_id)]


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    """Of a pattern, those it stands in: why it does is shown while it is listed."""
    found = {number for kind, number in scopes if kind == _COLLECTION}
    patterns = {number for kind, number in scopes if kind == PATTERN}
    if patterns:
        query = select(CollectionEntry.collection_id)
        found.update(db.session.scalars(query.where(CollectionEntry.pattern_id.in_(patterns))))
    return found


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    query = select(Gathered).where(Gathered.id.in_(numbers), STANDING)
    whys = _whys(numbers)
    return [_entry(row, whys.get(row.id, [])) for row in db.session.scalars(query)]


def _entry(row: Gathered, whys: Sequence[str]) -> Entry:
    is_public = row.openness is Openness.PUBLIC
    return Entry(
        number=row.id,
        key=row.slug,
        title=row.title,
        text="\n".join(filter(None, (row.about, *whys))),
        audience=Audience.PUBLIC if is_public else Audience.AUTHOR,
        author_id=None if is_public else row.by_id,
        language=_LANGUAGE,
        at=row.made_at,
    )


def _whys(numbers: Collection[int]) -> dict[int, list[str]]:
    """Why each pattern stands in them, of those that everybody can read, in order."""
    query = (
        select(CollectionEntry.collection_id, CollectionEntry.why)
        .join(Pattern, Pattern.id == CollectionEntry.pattern_id)
        .where(CollectionEntry.collection_id.in_(numbers), *SHOWN)
        .order_by(CollectionEntry.place, CollectionEntry.id)
    )
    found: dict[int, list[str]] = {}
    for number, why in db.session.execute(query):
        found.setdefault(number, []).append(why)
    return found


TEXTS = Texts(
    kind=_COLLECTION,
    model=Gathered,
    told={
        Gathered: _tell,
        CollectionEntry: _tell_of_entry,
        CollectionRemoval: _tell_of_removal,
    },
    numbers=_numbers,
    entries=_entries,
)
