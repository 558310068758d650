"""Reads about words that are to be taken out of an item: every place they are kept in."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select

from community.access import Viewer
from community.accounts.models import Role
from community.calls.models import Call
from community.calls.policies import is_facilitator_of
from community.conduct.forgetting import kept_spots
from community.conduct.state_models import Content
from community.db import db
from community.redaction import Put, Spot, is_telling

from .carried import CarriedItem
from .editions import LONGEST_NOTE, Edition, EditionItem
from .kept_templates import Template, TemplateItem, TemplateOrigin
from .models import LONGEST_TITLE, LONGEST_WHY, Item, ItemState
from .proposal_queries import published_as, told_as, words_read_by_all
from .proposal_words import ProposalWords
from .queries import item_by_key
from .redactions import ItemRedaction
from .tool_queries import tool_spots_of

Elsewhere = Callable[[int, str], int]
_elsewhere: list[Elsewhere] = []
_beside: list["Beside"] = []
LONGEST_BODY, LONGEST_SIDE = 10_000, 2000
ALIKE = "alike"  # how spots are named of which it is not known whether they are of the item
_TEXTS = (
    ("Title", "title", "title", LONGEST_TITLE),
    ("What it is about", "body_source", "body", LONGEST_BODY),
    ("What it does for people", "people_source", "for_people", LONGEST_SIDE),
    ("What it does for the business", "business_source", "for_business", LONGEST_SIDE),
)


class Beside(Protocol):
    """What is kept beside calls; where it is `held`, until the transaction ends."""

    def __call__(self, calls: Collection[Call], viewer: Viewer, *, held: bool) -> Iterable[Spot]:
        """Give every place of it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an item wherever they are kept; `last` is how others read it that read no draft:
    as it was published last, or proposed.
    """

    item: Item
    last: EditionItem | ProposalWords | None


def wording_by_key(key: str) -> Wording | None:
    """The words of the item at an address."""
    item = item_by_key(key)
    return Wording(item, words_read_by_all(item)) if item else None


def redacted_since(item_id: int) -> int:
    """The version of an item from which on it is without what was taken out; 0: nothing was."""
    query = select(func.max(ItemRedaction.version)).where(ItemRedaction.item_id == item_id)
    return db.session.scalar(query) or 0


def count_with(elsewhere: Elsewhere) -> None:
    """Let a feature below count what else holds words of an item, by its number."""
    if elsewhere not in _elsewhere:
        _elsewhere.append(elsewhere)


def number_elsewhere(item_id: int, words: str) -> int:
    """In how many texts that belong to an item the words stand too."""
    return sum(count(item_id, words) for count in _elsewhere)


def tell_beside(beside: Beside) -> None:
    """Let a feature below say what it keeps that may repeat words of items or notes of calls."""
    if beside not in _beside:
        _beside.append(beside)


def spots_beside(calls: Collection[Call], viewer: Viewer, *, held: bool = False) -> list[Spot]:
    """What is kept beside calls and may repeat words of their items and notes."""
    return [spot for beside in _beside for spot in beside(calls, viewer, held=held)]


def spots_of(item: Item, viewer: Viewer, *, held: bool = False) -> list[Spot]:
    """Where the words of an item are kept, as far as they are the viewer's to take out. Who does
    not hold the call reads of them no more than what is published on the record.
    """
    holds = is_facilitator_of(viewer, item.call)
    return [
        *_spots(item, f"item-{item.id}", "as it is now", is_open=holds),
        *_states(item, holds=holds),
        *_as_proposed(item),
        *_editions(item, holds=holds),
        *_templates(item, viewer),
        *tool_spots_of(item, is_open=holds, held=held),
        *spots_beside(calls_with(item), viewer, held=held),
        *kept_spots(Content.ITEM, item.id),
    ]


def own_spots_of(item: Item, viewer: Viewer, *, is_for_ever: bool = False) -> list[Spot]:
    """The words of the item itself, wherever they are kept. Where they go `is_for_ever`, templates
    that read like it count too, whoever made them, but for a short title alone.
    """
    templates = _templates(item, viewer, is_for_ever=is_for_ever)
    return [*published_spots_of(item), *templates]


def published_spots_of(item: Item) -> list[Spot]:
    """The words of the item itself, as it is, as it was proposed, and in every edition."""
    names = {what for what, *_ in _TEXTS}
    now = _spots(item, f"item-{item.id}", "as it is now", is_open=True)
    spots = *now, *_as_proposed(item), *_editions(item)
    return [spot for spot in spots if spot.what in names]


def copies_of(item: Item) -> list[Item]:
    """The items of any call that read as this one does or did: copied along with its agenda, or
    begun with a template of it. A short title alone is nobody's.
    """
    texts = _texts_of(item)
    texts = {(title, body) for title, body in texts if body or is_telling(title)}
    query = select(Item).where(Item.id != item.id, Item.title.in_({t for t, _ in texts}))
    rows = db.session.scalars(query.order_by(Item.id)).all()
    return [row for row in rows if (row.title, row.body_source) in texts]


def _texts_of(item: Item) -> set[tuple[str, str]]:
    """The title and the text of an item, as it is and as others read it."""
    texts = {(item.title, item.body_source)}
    return texts | {(row.title, row.body_source) for row in told_as(item)}


def calls_with(item: Item) -> list[Call]:
    """The call of an item, those it came from, and those in whose published agendas it stands."""
    query = select(Edition.call_id).join(EditionItem, EditionItem.edition_id == Edition.id)
    published = query.where(EditionItem.item_id == item.id)
    left = select(CarriedItem.from_call_id).where(CarriedItem.item_id == item.id)
    reached = select(CarriedItem.to_call_id).where(CarriedItem.item_id == item.id)
    there = set(db.session.scalars(published.union(left, reached)))
    numbers = sorted(there | {item.call_id})
    return [db.session.get_one(Call, number) for number in numbers]


def _as_proposed(item: Item) -> Iterator[Spot]:
    kept = db.session.get(ProposalWords, item.id)
    if kept is not None:
        yield from _spots(kept, f"proposal-{item.id}", "as it was proposed", is_open=True)


def _states(item: Item, *, holds: bool) -> Iterator[Spot]:
    query = select(ItemState).where(ItemState.item_id == item.id, ItemState.why != "")
    for row in db.session.scalars(query.order_by(ItemState.id)):
        put = _into(row, "why")
        name, what = f"state-{row.id}", "Why it was decided so"
        yield Spot(name, what, row.state.value, row.why, put, LONGEST_WHY, holds)


def _editions(item: Item, *, holds: bool = False) -> Iterator[Spot]:
    rows = published_as(item)
    query = select(Edition).where(Edition.id.in_([row.edition_id for row in rows]))
    editions = {edition.id: edition for edition in db.session.scalars(query)}
    for row in rows:
        edition = editions[row.edition_id]
        where, is_open = f"edition {edition.number}", holds or not row.is_off_record
        name = f"edition-{row.edition_id}-{row.place}"
        yield from _spots(row, name, where, is_open=is_open)
    for edition in editions.values():
        put = _into(edition, "note")
        name, where = f"note-{edition.id}", f"edition {edition.number}"
        yield Spot(name, "What is new", where, edition.note, put, LONGEST_NOTE)


def _templates(item: Item, viewer: Viewer, *, is_for_ever: bool = False) -> Iterator[Spot]:
    """Templates that were made of the item, by whomever. Of some it is not known of what they were
    made: those with its title and its text, as it is or was, are for who made them and stewards.
    """
    texts = _texts_of(item)
    is_of_it = TemplateOrigin.item_id == item.id
    like_it = TemplateOrigin.item_id.is_(None) & TemplateItem.title.in_({t for t, _ in texts})
    if is_for_ever:
        texts = {(title, body) for title, body in texts if body or is_telling(title)}
    elif Role.STEWARD not in viewer.roles:
        like_it &= Template.made_by_id == viewer.member.id
    query = (
        select(TemplateItem, Template.name, is_of_it.label("is_of_it"))
        .join(Template, Template.id == TemplateItem.template_id)
        .outerjoin(
            TemplateOrigin,
            (TemplateOrigin.template_id == TemplateItem.template_id)
            & (TemplateOrigin.place == TemplateItem.place),
        )
        .where(is_of_it | like_it)
        .order_by(TemplateItem.template_id, TemplateItem.place)
    )
    for row, name, made_of_it in db.session.execute(query):
        if made_of_it or (row.title, row.body) in texts:
            where = f"template “{name}”"
            for what, _, column, most in _TEXTS:
                sort = "template" if made_of_it else ALIKE
                key = f"{sort}-{row.template_id}-{row.place}-{column}"
                yield Spot(key, what, where, getattr(row, column), _into(row, column), most)


def _spots(row: Any, name: str, where: str, *, is_open: bool) -> Iterator[Spot]:
    for what, column, _, most in _TEXTS:
        text, put = getattr(row, column), _into(row, column)
        yield Spot(f"{name}-{column}", what, where, text, put, most, is_open)


def _into(row: Any, column: str) -> Put:
    return lambda text: setattr(row, column, text)
