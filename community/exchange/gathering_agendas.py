"""Agendas as values for files: what was published, and what is proposed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from community.agendas.carried import CarriedItem, CarriedOver
from community.agendas.content import OFF_THE_RECORD, AgendaText, ItemText
from community.agendas.editions import Edition, EditionItem, EditionOwner
from community.agendas.empty_queries import rule_of
from community.agendas.guest_queries import guests_of
from community.agendas.models import Item, ItemKind, ItemOwner, State
from community.agendas.proposal_queries import words_kept_of
from community.agendas.proposal_words import ProposalWords
from community.agendas.queries import Tally, tallies_of
from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said, assisted_by, told_sentence, whole_sentence

from .gathering_calls import Facts, moment
from .items import Items, Placed
from .people import People


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """What is known of the agendas of some calls; everything was read at once."""

    editions: Mapping[int, list[Edition]]
    items_of: Mapping[int, list[EditionItem]]
    owners_of: Mapping[tuple[int, int], list[int]]
    saids: Mapping[int, Said]
    items: Mapping[int, Item]
    kept: Mapping[int, ProposalWords]
    proposers: Mapping[int, int]  # of those that no guest has proposed
    led_by: Mapping[int, list[int]]
    carried: Mapping[int, list[CarriedItem]]
    carried_to: Mapping[int, CarriedOver]
    tallies: Mapping[int, Tally]

    def people(self) -> set[int]:
        """The members who are named in them."""
        found = {edition.by_id for editions in self.editions.values() for edition in editions}
        found |= {number for numbers in self.owners_of.values() for number in numbers}
        found |= {number for numbers in self.led_by.values() for number in numbers}
        return found | set(self.proposers.values())


def read_agendas(call_ids: Collection[int], items: Items) -> AgendaRows:
    """The rows of the agendas of calls. Eleven queries."""
    numbers = [one.item_id for call_id in call_ids for one in items.of_call(call_id)]
    editions = db.session.scalars(
        select(Edition).where(Edition.call_id.in_(call_ids)).order_by(Edition.number)
    ).all()
    ids = [edition.id for edition in editions]
    parts = select(EditionItem).where(EditionItem.edition_id.in_(ids))
    led = select(EditionOwner).where(EditionOwner.edition_id.in_(ids))
    owners: dict[tuple[int, int], list[int]] = defaultdict(list)
    for owner in db.session.scalars(led.order_by(EditionOwner.member_id)):
        owners[owner.edition_id, owner.place].append(owner.member_id)
    published = db.session.scalars(parts.order_by(EditionItem.place)).all()
    present = db.session.scalars(select(Item).where(Item.id.in_(numbers))).unique().all()
    kept = words_kept_of(numbers)
    told = {row.disclosure_id for row in editions} | {row.disclosure_id for row in present}
    told |= {r.disclosure_id for r in published} | {r.disclosure_id for r in kept.values()}
    own = select(ItemOwner).where(ItemOwner.item_id.in_(numbers)).order_by(ItemOwner.member_id)
    led_by: dict[int, list[int]] = defaultdict(list)
    for row in db.session.scalars(own):
        led_by[row.item_id].append(row.member_id)
    by_guests = guests_of(present)
    moved = select(CarriedItem).where(
        CarriedItem.item_id.in_(numbers), CarriedItem.undone_at.is_(None)
    )
    went = select(CarriedOver).where(CarriedOver.call_id.in_(call_ids))
    return AgendaRows(
        editions=_by(editions, "call_id"),
        items_of=_by(published, "edition_id"),
        owners_of=owners,
        saids=saids_of({number for number in told if number is not None}),
        items={row.id: row for row in present},
        kept=kept,
        proposers={row.id: row.proposed_by_id for row in present if row.id not in by_guests},
        led_by=led_by,
        carried=_by(db.session.scalars(moved.order_by(CarriedItem.id)), "item_id"),
        carried_to={row.call_id: row for row in db.session.scalars(went)},
        tallies=tallies_of(present),
    )


def edition_facts(rows: AgendaRows, call_id: int, items: Items, people: People) -> list[Facts]:
    """The editions of a call, the first first."""
    labels: dict[int, int] = {}
    return [
        {
            "number": edition.number,
            "note": edition.note,
            "minutes": edition.minutes,
            "by": people.ref(edition.by_id),
            "at": moment(edition.at),
            "disclosure": said_facts(rows.saids.get(edition.disclosure_id or 0)),
            "items": [
                _published(item, rows, items, people, labels)
                for item in rows.items_of.get(edition.id, ())
            ],
        }
        for edition in rows.editions.get(call_id, ())
    ]


def agenda_texts(
    rows: AgendaRows, call_id: int, items: Items, people: People
) -> list[tuple[Edition, AgendaText]]:
    """The editions of a call as texts to read and to compare."""
    found = []
    for edition in rows.editions.get(call_id, ()):
        said = rows.saids.get(edition.disclosure_id or 0)
        text = AgendaText(
            number=edition.number,
            at=edition.at,
            by=people.name(edition.by_id),
            note=edition.note,
            minutes=edition.minutes,
            disclosure=whole_sentence(said) if said else "",
            assisted_by=assisted_by(said) if said else (),
            items=tuple(
                _text(item, rows, items, people) for item in rows.items_of.get(edition.id, ())
            ),
        )
        found.append((edition, text))
    return found


def item_facts(one: Placed, rows: AgendaRows, slugs: Mapping[int, str], people: People) -> Facts:
    """An item as it was published last where it stands, or as it is proposed, or was; of what was
    spoken about without either, no more than the page during the call has shown to everybody.
    """
    item = rows.items[one.item_id]
    text: Any = rows.kept.get(item.id, item)
    owners: Sequence[int] = () if item.id in rows.kept else rows.led_by.get(item.id, ())
    tally, at = rows.tallies.get(item.id, Tally()), item.standing.at
    if one.edition is not None:
        text = next(t for t in rows.items_of[one.edition] if t.item_id == item.id)
        owners = rows.owners_of.get((one.edition, text.place), ())
        if item.standing.state is not one.state:
            at = _published_at(rows, one)
    return {
        "ref": one.ref,
        "key": one.key,
        **_words(text),
        "disclosure": said_facts(rows.saids.get(text.disclosure_id or 0)),
        "state": one.state.value,
        "since": moment(at),
        "votes": {"count": tally.votes, "would_join": tally.joiners},
        "proposed_by": people.ref(rows.proposers.get(item.id) if not one.is_unpublished else None),
        "created": moment(item.created_at),
        "led_by": people.refs(owners),
        "came_from": [
            {"call": slugs[row.from_call_id], "at": moment(row.at)}
            for row in rows.carried.get(item.id, ())
            if row.from_call_id in slugs and row.to_call_id == one.call_id
        ],
        **({"why": item.standing.why} if one.state is State.DECLINED else {}),
        **(_UNTOLD if one.is_unpublished else {}),
    }


_UNTOLD: Facts = {
    **dict.fromkeys(("body", "for_people", "for_business"), ""),
    "disclosure": None,
    "votes": {"count": 0, "would_join": 0},
}


def hours_of_empty_rule(series_id: int) -> int | None:
    """How long before they begin calls with nothing on their agenda are cancelled, if they are."""
    rule = rule_of(series_id)
    return rule.hours if rule is not None else None


def is_hidden(item: EditionItem, items: Items) -> bool:
    """Whether not a word of an item may be told: it was off the record, or is now."""
    return item.is_off_record or item.item_id in items.off_record


def _published(
    item: EditionItem, rows: AgendaRows, items: Items, people: People, labels: dict[int, int]
) -> Facts:
    if is_hidden(item, items):
        label = labels.setdefault(item.item_id, len(labels) + 1)
        return {"place": item.place, "off_record": label, "minutes": item.minutes}
    return {
        "place": item.place,
        "item": items.placed[item.item_id].ref,
        **_words(item),
        "disclosure": said_facts(rows.saids.get(item.disclosure_id or 0)),
        "led_by": people.refs(rows.owners_of.get((item.edition_id, item.place), ())),
    }


def _text(item: EditionItem, rows: AgendaRows, items: Items, people: People) -> ItemText:
    if is_hidden(item, items):
        return ItemText(
            number=item.item_id,
            title=OFF_THE_RECORD,
            kind=ItemKind.DISCUSS,
            minutes=item.minutes,
            is_off_record=True,
            is_masked=True,
        )
    said = rows.saids.get(item.disclosure_id or 0)
    return ItemText(
        number=item.item_id,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        body=item.body_source,
        people=item.people_source,
        business=item.business_source,
        leaders=people.names(rows.owners_of.get((item.edition_id, item.place), ())),
        disclosure=told_sentence(said),
        assisted_by=assisted_by(said) if said else (),
    )


def _words(text: Any) -> Facts:
    """What an item says; its two sides are shown where it is to decide."""
    decides = text.kind is ItemKind.DECIDE
    return {
        "title": text.title,
        "kind": text.kind.value,
        "minutes": text.minutes,
        "body": text.body_source,
        "for_people": text.people_source if decides else "",
        "for_business": text.business_source if decides else "",
    }


def _published_at(rows: AgendaRows, one: Placed) -> Any:
    return next(e.at for e in rows.editions[one.call_id] if e.id == one.edition)


def _by(found: Any, key: str) -> Mapping[int, list[Any]]:
    gathered: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        gathered[getattr(row, key)].append(row)
    return gathered
