"""Reads about published agendas: as values, so that what shows them needs no rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said, assisted_by, told_sentence, whole_sentence

from .content import AgendaText, ItemText
from .editions import Edition, EditionItem, EditionOwner
from .models import Item, State
from .proposal_words import ProposalWords
from .queries import items_of, owners_of


def edition_of(call_id: int, number: int) -> Edition | None:
    """One edition of a call's agenda."""
    query = select(Edition).where(Edition.call_id == call_id, Edition.number == number)
    return db.session.scalar(query)


def editions_of(call_id: int) -> Sequence[Edition]:
    """Every edition of a call's agenda, the latest first."""
    query = select(Edition).where(Edition.call_id == call_id).order_by(Edition.number.desc())
    return db.session.scalars(query).all()


def latest_editions(call_ids: Collection[int]) -> Mapping[int, Edition]:
    """The latest edition of each call that has one. One query."""
    newest = (
        select(Edition.call_id, func.max(Edition.number).label("number"))
        .where(Edition.call_id.in_(call_ids))
        .group_by(Edition.call_id)
        .subquery()
    )
    query = select(Edition).join(
        newest, (newest.c.call_id == Edition.call_id) & (newest.c.number == Edition.number)
    )
    return {edition.call_id: edition for edition in db.session.scalars(query)}


def latest_of(call_id: int) -> Edition | None:
    """The latest edition of a call's agenda."""
    return latest_editions([call_id]).get(call_id)


def texts_of(editions: Collection[Edition]) -> Mapping[int, AgendaText]:
    """What editions say, by their ids. At most six queries."""
    ids = [edition.id for edition in editions]
    items = published_items(ids)
    told = [e.disclosure_id for e in editions if e.disclosure_id is not None]
    saids = saids_of(told) if told else {}
    return {
        edition.id: _agenda(
            edition, items.get(edition.id, ()), saids.get(edition.disclosure_id or 0)
        )
        for edition in editions
    }


def text_of(edition: Edition) -> AgendaText:
    """What one edition says."""
    return texts_of([edition])[edition.id]


def published_items(edition_ids: Collection[int]) -> Mapping[int, tuple[ItemText, ...]]:
    """The items of editions in their order, by the id of the edition. At most four queries."""
    leaders: dict[tuple[int, int], list[Member]] = {}
    led = select(EditionOwner).where(EditionOwner.edition_id.in_(edition_ids))
    for row in db.session.scalars(led.order_by(EditionOwner.member_id)):
        leaders.setdefault((row.edition_id, row.place), []).append(row.member)
    query = (
        select(
            EditionItem,
            case((Item.call_id == Edition.call_id, Item.key), else_=""),
            _is_off_record_by_now(),
        )
        .join(Item, Item.id == EditionItem.item_id)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(EditionItem.edition_id.in_(edition_ids))
        .order_by(EditionItem.edition_id, EditionItem.place)
    )
    rows = db.session.execute(query).all()
    saids = said_of(row[0] for row in rows)
    found: dict[int, tuple[ItemText, ...]] = {}
    for item, key, is_off_record in rows:
        led_by = leaders.get((item.edition_id, item.place), ())
        text = item_text(item.item_id, key, item, led_by, saids)
        text = replace(text, is_off_record=bool(is_off_record))
        found[item.edition_id] = (*found.get(item.edition_id, ()), text)
    return found


def disclosures_of(edition: Edition) -> Mapping[int, int | None]:
    """What was said about tools, by the number of each item of an edition. One query."""
    query = select(EditionItem.item_id, EditionItem.disclosure_id)
    rows = db.session.execute(query.where(EditionItem.edition_id == edition.id))
    return {row.item_id: row.disclosure_id for row in rows}


def published_heads(edition_ids: Collection[int]) -> Mapping[int, tuple[ItemText, ...]]:
    """The same with no more than titles, kinds and minutes, for a line each. One query."""
    query = (
        select(
            *(EditionItem.edition_id, EditionItem.item_id, EditionItem.title),
            *(EditionItem.kind, EditionItem.minutes, _is_off_record_by_now().label("is_off")),
        )
        .where(EditionItem.edition_id.in_(edition_ids))
        .order_by(EditionItem.edition_id, EditionItem.place)
    )
    found: dict[int, list[ItemText]] = {}
    for row in db.session.execute(query):
        head = ItemText(
            number=row.item_id,
            title=row.title,
            kind=row.kind,
            minutes=row.minutes,
            is_off_record=bool(row.is_off),
        )
        found.setdefault(row.edition_id, []).append(head)
    return {edition_id: tuple(heads) for edition_id, heads in found.items()}


def _is_off_record_by_now() -> ColumnElement[bool]:
    """Whether an item was published off the record, then or the last time: what went off it is read
    in no older edition either.
    """
    one, other = aliased(EditionItem), aliased(EditionItem)
    last = select(func.max(one.edition_id)).where(one.item_id == EditionItem.item_id)
    is_off = select(other.is_off_record).where(
        other.item_id == EditionItem.item_id,
        other.edition_id == last.correlate(EditionItem).scalar_subquery(),
    )
    return or_(EditionItem.is_off_record, is_off.correlate(EditionItem).scalar_subquery())


def draft_items(call_id: int) -> tuple[ItemText, ...]:
    """The items of a draft as they would be published."""
    items = items_of(call_id, {State.ACCEPTED})
    owners, saids = owners_of(items), said_of(items)
    return tuple(
        item_text(item.id, item.key, item, owners.get(item.id, ()), saids) for item in items
    )


def said_of(items: Iterable[Item | EditionItem | ProposalWords]) -> Mapping[int, Said]:
    """What was said about tools of these items, by the number of the disclosure. At most two
    queries.
    """
    ids = {item.disclosure_id for item in items if item.disclosure_id is not None}
    return saids_of(ids) if ids else {}


def _agenda(edition: Edition, items: Sequence[ItemText], said: Said | None) -> AgendaText:
    return AgendaText(
        number=edition.number,
        at=edition.at,
        by=edition.by.person.credited_as,
        note=edition.note,
        minutes=edition.minutes,
        disclosure=whole_sentence(said) if said else "",
        assisted_by=assisted_by(said) if said else (),
        items=tuple(items),
    )


def item_text(
    number: int,
    key: str,
    item: Item | EditionItem | ProposalWords,
    owners: Sequence[Member],
    saids: Mapping[int, Said],
) -> ItemText:
    """The words of an item as they are in the draft, an edition, or were as a proposal; `saids` is
    what was said about tools, by the number of the disclosure.
    """
    said = saids.get(item.disclosure_id or 0)
    names = [owner.person.credited_as for owner in sorted(owners, key=lambda owner: owner.id)]
    return ItemText(
        number=number,
        key=key,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        body=item.body_source,
        body_html=item.body_html,
        people=item.people_source,
        people_html=item.people_html,
        business=item.business_source,
        business_html=item.business_html,
        leaders=tuple(name for name in names if name),
        disclosure=told_sentence(said),
        assisted_by=assisted_by(said) if said else (),
        is_off_record=item.is_off_record,
    )
