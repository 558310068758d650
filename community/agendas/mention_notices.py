"""The letters to those whom items name: soon after, or once a day, as they chose for notes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from community import text
from community.access import Viewer
from community.accounts.models import Member, Person
from community.accounts.sessions import as_reader
from community.calls.policies import may_see_series
from community.db import db
from community.distance.queries import is_kept_off
from community.outbox import choices
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe, told_already
from community.outbox.pacing import next_morning, pause

from .edition_queries import latest_of, published_items
from .events import MembersNamed
from .mention_models import ItemMention
from .models import Item, State
from .policies import may_see_item
from .proposal_words import ProposalWords

AT_ONCE, DAILY = "item_mentions", "item_mentions_daily"
MOST_ITEMS = 10  # in one letter
A_DAY = timedelta(days=1)
_LONGEST = 400  # characters of an item
_MOST_LOOKED_AT = 50


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


def _write(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """The items that name the person since the letter was owed, as far as they may be read, and no
    other letter has told them, of either kind.
    """
    query = select(Member).where(Member.person_id == letter.person_id)
    member = db.session.scalar(query)
    if member is None:
        return None
    found = (
        select(ItemMention)
        .join(Item, Item.id == ItemMention.item_id)
        .where(ItemMention.member_id == member.id, ItemMention.at >= letter.owed_at)
        .where(~is_kept_off(member.id, Item.proposed_by_id))
        .order_by(ItemMention.at, ItemMention.item_id)
    )
    told = told_already(letter, AT_ONCE, DAILY)
    rows = db.session.scalars(found.limit(_MOST_LOOKED_AT)).all()
    fresh = [row for row in rows if not is_within(row.at, told)]
    who = as_reader(member, now)
    items = [words for row in fresh if (words := _words(member, who, row.item))]
    if not items:
        return None
    return Draft({"items": items[:MOST_ITEMS], "number": len(items)})


def _words(member: Member, who: Viewer, item: Item) -> ItemWords | None:
    """What the member may read of it and still names them: a proposal as it stands, anything else
    as its call has published it last, or as it was proposed; of a draft and of what is off the
    record nothing.
    """
    if item.is_off_record or item.state is State.WITHDRAWN:
        return None
    if item.state is State.PROPOSED:
        is_seen = may_see_item(who, item)
        texts = (item.title, item.body_source, item.people_source, item.business_source)
    else:
        is_seen = not item.call.is_removed and may_see_series(who, item.call)
        texts = _published(item)
    names = {h for source in texts[1:] if "@" in source for h in text.read_markdown(source).handles}
    if not is_seen or member.handle not in names:
        return None
    return ItemWords(
        title=texts[0],
        call=item.call.title,
        by=item.proposed_by.person.credited_as,
        text=_short(text.plain(texts[1])),
        page=absolute("agendas.show_agenda", slug=item.call.slug, _anchor=f"item-{item.id}"),
    )


def _published(item: Item) -> tuple[str, str, str, str]:
    """The title and the texts of an item in the last edition of its call, or as it was proposed;
    empty where it is neither.
    """
    last = latest_of(item.call_id)
    for one in published_items([last.id]).get(last.id, ()) if last else ():
        if one.number == item.id and not one.is_off_record:
            return one.title, one.body, one.people, one.business
    kept = db.session.get(ProposalWords, item.id)
    if kept is None:
        return "", "", "", ""
    return kept.title, kept.body_source, kept.people_source, kept.business_source


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"


KINDS = (Kind(AT_ONCE, Group.NOTES, _write), Kind(DAILY, Group.NOTES_DAILY, _write))
