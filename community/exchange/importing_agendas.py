"""The agendas of an imported series: its items, the editions that were published, and roles."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from community.agendas.brought import BroughtVotes
from community.agendas.call_roles import CallRole, RoleHeld
from community.agendas.carried import CarriedItem, CarriedOver
from community.agendas.content import OFF_THE_RECORD
from community.agendas.editions import Edition, EditionItem, EditionOwner
from community.agendas.models import Item, ItemKind, ItemOwner, ItemState, State
from community.agendas.proposal_words import ProposalWords
from community.db import db
from community.keys import new_key
from community.text import POLICY_VERSION

from .cleaning import Facts
from .importing import Arrived, moment
from .saying import Sayings

_MOST_AT_ONCE = 5000  # texts in one statement


def write_agendas(arrived: Arrived, sayings: Sayings) -> Mapping[str, Item]:
    """Write everything about agendas; gives the items by the reference of the file."""
    items = _write_items(arrived, sayings)
    _write_editions(arrived, items, sayings)
    _keep_proposals(arrived, items)
    _write_roles_and_ways(arrived, items)
    return items


def keys_taken(column: Any, wanted: list[str]) -> set[str]:
    """Those of the keys in `wanted` that something here has already."""
    taken: set[str] = set()
    for first in range(0, len(wanted), _MOST_AT_ONCE):
        some = column.in_(wanted[first : first + _MOST_AT_ONCE])
        taken |= set(db.session.scalars(select(column).where(some)))
    return taken


def _all_items(arrived: Arrived) -> Iterator[tuple[str, Facts]]:
    for call in arrived.prepared.calls:
        yield from ((call["call"]["slug"], facts) for facts in call["items"])


def _write_items(arrived: Arrived, sayings: Sayings) -> Mapping[str, Item]:
    taken = keys_taken(Item.key, [f["key"] for _, f in _all_items(arrived) if f["key"]])
    items: dict[str, Item] = {}
    for slug, facts in _all_items(arrived):
        by, key = arrived.people.of(facts["proposed_by"]), facts["key"]
        items[facts["ref"]] = Item(
            key=new_key() if key is None or key in taken else key,
            call_id=arrived.calls[slug].id,
            **_words(facts, arrived),
            place=len(items),
            proposed_by_id=by.id,
            disclosure_id=sayings.number_of(facts.get("disclosure"), by, moment(facts["since"])),
            created_at=moment(facts["created"]),
            updated_at=moment(facts["since"]),
        )
    db.session.add_all(items.values())
    db.session.flush()
    for _, facts in _all_items(arrived):
        item = items[facts["ref"]]
        why, at = facts.get("why", ""), moment(facts["since"])
        db.session.add(ItemState(item_id=item.id, state=State(facts["state"]), why=why, at=at))
        db.session.add_all(_votes(item, facts))
        db.session.add_all(
            ItemOwner(item_id=item.id, member_id=number)
            for number in arrived.people.numbers(facts["led_by"])
        )
    db.session.flush()
    return items


def _votes(item: Item, facts: Facts) -> Iterator[BroughtVotes]:
    """How many voted for it, where anybody did."""
    found = facts.get("votes", {"count": 0, "would_join": 0})
    if found["count"]:
        votes, joiners = found["count"], found["would_join"]
        yield BroughtVotes(item_id=item.id, votes=votes, joiners=joiners)


def _write_editions(arrived: Arrived, items: Mapping[str, Item], sayings: Sayings) -> None:
    people = arrived.people
    for call in arrived.prepared.calls:
        call_id = arrived.calls[call["call"]["slug"]].id
        hidden: dict[int, Item] = {}
        for facts in sorted(call["editions"], key=lambda one: one["number"]):
            by = people.of(facts["by"])
            edition = Edition(
                call_id=call_id,
                number=facts["number"],
                note=facts["note"],
                minutes=facts["minutes"],
                by_id=by.id,
                at=moment(facts["at"]),
                disclosure_id=sayings.number_of(facts["disclosure"], by, moment(facts["at"])),
            )
            db.session.add(edition)
            db.session.flush()
            for one in facts["items"]:
                row = _write_published(edition, one, items, hidden, arrived)
                told = one.get("disclosure")
                row.disclosure_id = sayings.number_of(told, by, moment(facts["at"]))
            db.session.flush()


def _keep_proposals(arrived: Arrived, items: Mapping[str, Item]) -> None:
    """What was proposed, and discussed or declined without an edition, or anew after one, goes on
    being read as it was proposed.
    """
    for call in arrived.prepared.calls:
        editions = sorted(call["editions"], key=lambda one: one["number"])
        last = {one.get("item"): one for edition in editions for one in edition["items"]}
        for facts in call["items"]:
            # without a key it was a draft
            if facts["key"] is not None and _was_proposed(facts, last.get(facts["ref"])):
                item = items[facts["ref"]]
                kept = {**_words(facts, arrived), "disclosure_id": item.disclosure_id}
                db.session.add(ProposalWords(item_id=item.id, **kept))
    db.session.flush()


def _was_proposed(facts: Facts, published: Facts | None) -> bool:
    """Whether it is read as a proposal, however it was published last. Nothing is declined that
    was none; what was discussed says then what the edition does not.
    """
    if facts["state"] == State.DISCUSSED and published is not None:
        return any(facts[name] != value for name, value in published.items() if name in facts)
    return facts["state"] in {State.DISCUSSED, State.DECLINED}


def _write_published(
    edition: Edition,
    facts: Facts,
    items: Mapping[str, Item],
    hidden: dict[int, Item],
    arrived: Arrived,
) -> EditionItem:
    place = {"edition_id": edition.id, "place": facts["place"]}
    if "off_record" in facts:
        item = hidden.get(facts["off_record"]) or _hidden_item(edition, facts, arrived)
        hidden[facts["off_record"]] = item
        words = {**_words(_NOTHING | {"minutes": facts["minutes"]}, arrived), "is_off_record": True}
        row = EditionItem(**place, item_id=item.id, **words)
        db.session.add(row)
        return row
    words = {**_words(facts, arrived), "is_off_record": False}
    row = EditionItem(**place, item_id=items[facts["item"]].id, **words)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        EditionOwner(**place, member_id=number)
        for number in arrived.people.numbers(facts["led_by"])
    )
    return row


def _hidden_item(edition: Edition, facts: Facts, arrived: Arrived) -> Item:
    """What stands for an item off the record: of it the file has its minutes alone."""
    item = Item(
        call_id=edition.call_id,
        **{**_words(_NOTHING | {"minutes": facts["minutes"]}, arrived), "is_off_record": True},
        proposed_by_id=arrived.people.of(None).id,
        created_at=edition.at,
        updated_at=edition.at,
    )
    db.session.add(item)
    db.session.flush()
    db.session.add(ItemState(item_id=item.id, state=State.DISCUSSED, at=edition.at))
    return item


def _write_roles_and_ways(arrived: Arrived, items: Mapping[str, Item]) -> None:
    for call in arrived.prepared.calls:
        here = arrived.calls[call["call"]["slug"]]
        db.session.add_all(
            RoleHeld(
                call_id=here.id,
                role=CallRole(role["role"]),
                member_id=arrived.people.of(role["who"]).id,
                since=moment(role["since"]),
            )
            for role in call["roles"]
        )
        if call["carried_over"]:
            to, at = call["carried_over"]["to"], moment(call["carried_over"]["at"])
            db.session.add(CarriedOver(call_id=here.id, to_call_id=arrived.calls[to].id, at=at))
        db.session.add_all(
            CarriedItem(
                item_id=items[item["ref"]].id,
                from_call_id=arrived.calls[one["call"]].id,
                to_call_id=here.id,
                at=moment(one["at"]),
            )
            for item in call["items"]
            for one in item["came_from"]
        )
    db.session.flush()


def _words(facts: Facts, arrived: Arrived) -> dict[str, Any]:
    html = arrived.prepared.html
    return {
        "title": facts["title"],
        "kind": ItemKind(facts["kind"]),
        "minutes": facts["minutes"],
        "body_source": facts["body"],
        "body_html": html[facts["body"]],
        "people_source": facts["for_people"],
        "people_html": html[facts["for_people"]],
        "business_source": facts["for_business"],
        "business_html": html[facts["for_business"]],
        "text_policy": POLICY_VERSION,
    }


_NOTHING: dict[str, Any] = {
    "title": OFF_THE_RECORD,
    "kind": ItemKind.DISCUSS.value,
    "body": "",
    "for_people": "",
    "for_business": "",
}
