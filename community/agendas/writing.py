"""Writing items: what a facilitator adds, and every change of an item's words."""

from datetime import datetime

from sqlalchemy import delete, func, select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.text import POLICY_VERSION, render_markdown

from . import versions
from .drafts import ItemDraft
from .models import Item, ItemOwner, ItemState, State
from .queries import owners_of
from .versions import ChangedMeanwhile


def add(call: Call, draft: ItemDraft, *, by: Member, now: datetime) -> Item:
    """Put an item at the end of a call's agenda."""
    agenda = versions.hold(call, now=now)
    item = write_item(agenda.call_id, draft, state=State.ACCEPTED, by=by, now=now)
    item.place = next_place(agenda.call_id)
    versions.touch(agenda, now=now)
    return item


def change(item: Item, draft: ItemDraft, *, version: int, now: datetime) -> None:
    """Change the words of an item; the same words change nothing.

    Raises `ChangedMeanwhile` where `version` is not the one that was read.
    """
    item, agenda = versions.hold_item(item, now=now)
    if draft_of(item) == draft:
        return
    if item.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed this item since you opened it. Look, then save again."
        )
    fill(item, draft)
    _write_owners(item, draft)
    item.version += 1
    item.updated_at = now
    versions.touch(agenda, now=now)


def draft_of(item: Item) -> ItemDraft:
    """What stands in an item, as it would be written."""
    return ItemDraft(
        title=item.title,
        body=item.body_source,
        kind=item.kind,
        minutes=item.minutes,
        for_people=item.people_source,
        for_business=item.business_source,
        is_off_record=item.is_off_record,
        owners=tuple(sorted(owner.id for owner in owners_of([item]).get(item.id, ()))),
    )


def write_item(call_id: int, draft: ItemDraft, *, state: State, by: Member, now: datetime) -> Item:
    """A new item of a call in `state`; the agenda is held by the caller."""
    item = Item(call_id=call_id, proposed_by_id=by.id, created_at=now, updated_at=now)
    fill(item, draft)
    db.session.add(item)
    db.session.flush()
    db.session.add(ItemState(item_id=item.id, state=state, by_id=by.id, at=now, why=""))
    _write_owners(item, draft)
    db.session.flush()
    db.session.expire(item, ["standing"])
    return item


def next_place(call_id: int) -> int:
    """The place behind everything that has one."""
    last = db.session.scalar(select(func.max(Item.place)).where(Item.call_id == call_id))
    return (last or 0) + 1


def fill(item: Item, draft: ItemDraft) -> None:
    """Put the words of a draft into an item, with what they are rendered to."""
    item.title, item.kind, item.minutes = draft.title, draft.kind, draft.minutes
    item.is_off_record = draft.is_off_record
    item.body_source, item.body_html = draft.body, render_markdown(draft.body)
    item.people_source, item.people_html = draft.for_people, render_markdown(draft.for_people)
    item.business_source = draft.for_business
    item.business_html = render_markdown(draft.for_business)
    item.text_policy = POLICY_VERSION


def _write_owners(item: Item, draft: ItemDraft) -> None:
    db.session.execute(delete(ItemOwner).where(ItemOwner.item_id == item.id))
    db.session.add_all(ItemOwner(item_id=item.id, member_id=owner) for owner in draft.owners)
    db.session.flush()
