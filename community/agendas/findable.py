"""What can be found of agendas: items as they were published, and open proposals, on the record."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from community.calls.findable import CALL, SERIES, audience_of_call, calls_in, language_of_call
from community.calls.listing import listed
from community.calls.models import Call, Series
from community.db import db
from community.holdings import Audience, Entry, Scope, Texts
from community.text import plain_of

from .editions import Edition, EditionItem
from .models import Item, ItemKind, ItemState, State
from .proposal_words import ProposalWords

ITEM = "item"  # with what was said about it
_TAKEN_BACK = (State.WITHDRAWN, State.DECLINED)
_WORDS = ("title", "body_html", "people_html", "business_html")
_KEPT = (*_WORDS, "kind")


def items_in(scopes: Collection[Scope]) -> Select[int]:
    """The items that belong to some scopes."""
    named = [number for kind, number in scopes if kind == ITEM]
    whole = [scope for scope in scopes if scope[0] in {CALL, SERIES}]
    query = select(Item.id).join(Call, Call.id == Item.call_id)
    return query.where(or_(Item.id.in_(named), calls_in(whole)))


def _tell_item(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    is_other = changed(*_KEPT, "key", "call_id", "is_off_record")
    return [(ITEM, row.id)] if is_other else []


def _tell_of_item(row: Any, _changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(ITEM, row.item_id)]


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    if not any(kind in {ITEM, CALL, SERIES} for kind, _ in scopes):
        return ()
    return set(db.session.scalars(items_in(scopes)))


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    return [
        Entry(
            number=row.id,
            key=row.key,
            title=row.title,
            text="\n".join(filter(None, (plain_of(row[name]) for name in _shown(row)))),
            audience=Audience(row.audience),
            language=row.language,
            at=row.created_at,
            call_id=row.call_id,
        )
        for row in db.session.execute(_on_the_record(numbers)).mappings()
    ]


def _shown(row: Any) -> Sequence[str]:
    """The texts that its pages show: its two sides where it is to decide."""
    return _WORDS[1:] if row["kind"] is ItemKind.DECIDE else _WORDS[1:2]


def _on_the_record(numbers: Collection[int]) -> Select[Any]:
    """Items in the words of the last edition of the call they are on that has them, else in those
    everybody has read as a proposal, also where it was declined. What has come from another call,
    where it was published, is found once it is published here.
    """
    here = select(func.max(EditionItem.edition_id)).join(Edition)
    last = here.where(EditionItem.item_id == Item.id, Edition.call_id == Item.call_id)
    is_last = and_(
        EditionItem.item_id == Item.id,
        EditionItem.edition_id == last.correlate(Item).scalar_subquery(),
    )
    ways = EditionItem, ProposalWords, Item
    said = (func.coalesce(*(getattr(way, name) for way in ways)).label(name) for name in _KEPT)
    return (
        select(Item.id, Item.key, Item.call_id, Item.created_at, *said)
        .add_columns(audience_of_call().label("audience"), language_of_call().label("language"))
        .join(Call, Call.id == Item.call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .join(ItemState, and_(ItemState.item_id == Item.id, ItemState.ended_at.is_(None)))
        .outerjoin(EditionItem, is_last)
        .outerjoin(ProposalWords, ProposalWords.item_id == Item.id)
        .where(
            Item.id.in_(numbers),
            listed(for_member=True),
            ~Item.is_off_record,
            or_(EditionItem.item_id.is_(None), ~EditionItem.is_off_record),
            or_(
                ItemState.state == State.PROPOSED,
                EditionItem.item_id.is_not(None) & ItemState.state.not_in(_TAKEN_BACK),
                ProposalWords.item_id.is_not(None) & (ItemState.state != State.WITHDRAWN),
            ),
        )
    )


TEXTS = (
    Texts(
        kind="item",
        model=Item,
        told={
            Item: _tell_item,
            **dict.fromkeys((ItemState, EditionItem, ProposalWords), _tell_of_item),
        },
        numbers=_numbers,
        entries=_entries,
    ),
)
