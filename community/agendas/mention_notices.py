"""The letters to those whom items name: soon after, or once a day, as they chose for notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from community import text
from community.access import Viewer
from community.accounts.models import Member, Person
from community.calls.policies import may_see_series
from community.db import db
from community.outbox import choices
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe
from community.outbox.pacing import next_morning, pause

from .edition_queries import latest_of, published_items
from .events import MembersNamed
from .mention_models import ItemMention
from .models import Item, State
from .policies import may_see_item

AT_ONCE, DAILY = "item_mentions", "item_mentions_daily"
MOST_ITEMS = 10  # in one letter
A_DAY = timedelta(days=1)
_LONGEST = 400  # characters of an item


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item in a letter."""

    title: str
    call: str
    by: str | None
    text: str
    page: str


def members_named(event: MembersNamed) -> None:
    """Owe each of them one letter for what names them within a few minutes, or for a day."""
    lately = (
        select(func.count(Letter.id))
        .where(
            Letter.kind == AT_ONCE,
            Letter.person_id == Person.id,
            Letter.owed_at > event.at - A_DAY,
        )
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(Person.id, Person.zone, lately)
        .join(Member, Member.person_id == Person.id)
        .where(Member.id.in_(event.member_ids), Member.erased_at.is_(None))
    )
    for person_id, zone, number in db.session.execute(query).all():
        _owe(person_id, zone, number, event.at)


def _owe(person_id: int, zone: str, lately: int, now: datetime) -> None:
    wanted, wait = choices.choices_of(person_id), pause(lately)
    given: dict[str, Any] = {"person_id": person_id, "about": "items", "gathers": True, "now": now}
    if wanted[Group.NOTES] and wait is not None:
        owe(AT_ONCE, due_at=now + wait, **given)
    elif wanted[Group.NOTES] or wanted[Group.NOTES_DAILY]:
        owe(DAILY, due_at=next_morning(zone, now), **given)


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:  # noqa: ARG001
    """The items that name the person since the letter was owed, as far as they may be read."""
    query = select(Member).where(Member.person_id == letter.person_id)
    member = db.session.scalar(query)
    if member is None:
        return None
    found = (
        select(ItemMention)
        .where(ItemMention.member_id == member.id, ItemMention.at >= letter.owed_at)
        .order_by(ItemMention.at, ItemMention.item_id)
    )
    items = [row.item for row in db.session.scalars(found) if _may_read(member, row.item)]
    if not items:
        return None
    return Draft({"items": _words(items[:MOST_ITEMS]), "number": len(items)})


def _may_read(member: Member, item: Item) -> bool:
    """A proposal, or what its call has published last: on the record, by whoever sees the call."""
    if item.is_off_record or item.state is State.WITHDRAWN:
        return False
    if item.state is State.PROPOSED:
        return may_see_item(Viewer(member), item)
    last = latest_of(item.call_id)
    published = published_items([last.id]).get(last.id, ()) if last else ()
    numbers = {text.number for text in published if not text.is_off_record}
    is_seen = not item.call.is_removed and may_see_series(Viewer(member), item.call)
    return item.id in numbers and is_seen


def _words(items: Sequence[Item]) -> list[ItemWords]:
    return [
        ItemWords(
            title=item.title,
            call=item.call.title,
            by=item.proposed_by.person.credited_as,
            text=_short(text.plain(item.body_source)),
            page=absolute("agendas.show_agenda", slug=item.call.slug, _anchor=f"item-{item.id}"),
        )
        for item in items
    ]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"


KINDS = (Kind(AT_ONCE, Group.NOTES, _write), Kind(DAILY, Group.NOTES_DAILY, _write))
