"""Collections set aside under the code of conduct: what they say, and why patterns stand in them.

Out of sight one is deleted, and nobody puts it back but a responder.
"""

from collections.abc import Collection as Numbers
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from community import once
from community.accounts.models import Member
from community.calls.slugs import secret_slug
from community.conduct.state_models import Content, ContentState
from community.conduct.taking_out import Back, put_back_into, take_out_of
from community.db import db, locked
from community.events import announce
from community.redaction import Spot, purge_own, spot_in

from .collection_models import Collection, CollectionEntry, CollectionRemoval
from .events import CollectionRedacted

_THEIRS = "deleted before"
_WHAT, _WHERE = "A collection", "what it says"


def parts(numbers: Numbers[int], members: Numbers[int] | Select[int]) -> Sequence[Select[int, int]]:
    """Queries for which of some members made which of some collections, or put something into
    them; numbers of both.
    """
    made = select(Collection.id, Member.id).join(Member, Member.person_id == Collection.by_id)
    row = CollectionEntry
    put = select(row.collection_id, Member.id).join(Member, Member.person_id == row.by_id)
    return [
        made.where(Collection.id.in_(numbers), Member.id.in_(members)),
        put.where(row.collection_id.in_(numbers), Member.id.in_(members)),
    ]


def title_of(row: Collection) -> str:
    """By what its maker knows it."""
    return f"The collection “{row.title}”"


def source_of(row: Collection, _kept: str = "") -> str:
    """What it says, and why each pattern stands in it."""
    return sources_of([row])[row.id]


def sources_of(rows: Sequence[Collection]) -> Mapping[int, str]:
    """The same of several, by their numbers. One query, none for nothing."""
    entries = _entries_of([row.id for row in rows])
    return {row.id: _said(_spots(row, entries.get(row.id, ()))) for row in rows}


def _said(spots: Sequence[Spot]) -> str:
    return "\n\n".join(spot.text for spot in spots if spot.text)


def set_aside(row: Collection, _says: str, *, by: Member, now: datetime) -> str:
    """Delete it. Gives the number of that, by which it is brought back."""
    row = locked(Collection, row.id)
    if row.removal is not None:
        return _THEIRS
    removal = CollectionRemoval(collection_id=row.id, by_id=by.person_id, at=now)
    db.session.add(removal)
    _touch(row)
    return str(removal.id)


def bring_back(row: Collection, kept: str, *, by: Member, now: datetime) -> None:
    """Put it back, unless it had been deleted before."""
    row = locked(Collection, row.id)
    removal = row.removal
    if removal is not None and kept == str(removal.id):
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.person_id
        _touch(row)


def purge(row: Collection, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of it, nor of its address, which repeats its title."""
    set_aside(row, says, by=by, now=now)
    row = locked(Collection, row.id)
    purge_own(own_spots(row))
    _readdress(row)
    _touch(row)
    announce(CollectionRedacted(now))


def own_spots(row: Collection, _kept: str = "") -> list[Spot]:
    """Its title, what it says of itself, and why each pattern stands or stood in it."""
    return _spots(row, _entries_of([row.id]).get(row.id, ()))


def _entries_of(numbers: Numbers[int]) -> Mapping[int, list[CollectionEntry]]:
    found: dict[int, list[CollectionEntry]] = {}
    if numbers:
        query = select(CollectionEntry).where(CollectionEntry.collection_id.in_(numbers))
        for one in db.session.scalars(query.order_by(CollectionEntry.id)):
            found.setdefault(one.collection_id, []).append(one)
    return found


def _spots(row: Collection, entries: Sequence[CollectionEntry]) -> list[Spot]:
    return [
        *(spot_in(row, column, column, _WHAT, _WHERE) for column in ("title", "about")),
        *(spot_in(one, "why", f"why-{one.id}", _WHAT, _WHERE) for one in entries),
    ]


def redact(row: Collection, words: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Take words out of it, so that they can be put back."""
    title = row.title
    take_out_of(Content.COLLECTION, row, own_spots, words)
    if row.title != title:
        _readdress(row)
    _touch(row)
    announce(CollectionRedacted(now))


def put_words_back(state: ContentState, row: Collection, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so; its address stays as it is."""
    back = put_back_into(state, row, own_spots)
    _touch(row)
    return back


def _readdress(row: Collection) -> None:
    """Give it an address without words; the old one leads nowhere."""
    once.forget_naming(row.slug)
    row.slug = secret_slug()


def _touch(row: Collection) -> None:
    """What was begun over what it said is refused."""
    row.version += 1
    db.session.flush()
    db.session.expire(row, ["removal", "is_aside"])
