"""Writing items: what a facilitator adds, and every change of an item's words."""

from datetime import datetime

from sqlalchemy import delete, func, select

from community.accounts.mentioning import named_in
from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.disclosures.asking import is_asked_again
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.distance.forbidding import refuse_contact
from community.text import POLICY_VERSION, read_markdown

from . import versions
from .drafts import ItemDraft
from .mentioning import mention
from .models import Item, ItemOwner, ItemState, State
from .off_record import refuse_to_open
from .queries import owners_of
from .versions import ChangedMeanwhile


def add(
    call: Call, draft: ItemDraft, *, said: Said | None = None, by: Member, now: datetime
) -> Item:
    """Put an item at the end of a call's agenda. `said` tells whether a tool was involved."""
    agenda = versions.hold(call, now=now)
    item = write_item(agenda.call_id, draft, said=said, state=State.ACCEPTED, by=by, now=now)
    item.place = next_place(agenda.call_id)
    versions.touch(agenda, now=now)
    return item


def change(
    item: Item,
    draft: ItemDraft,
    *,
    version: int,
    said: Said | None = None,
    by: Member | None = None,
    now: datetime,
) -> None:
    """Change the words of an item; the same words change nothing. `said` by `by` tells whether a
    tool was involved in the new ones; without it, what was said before holds.

    Raises `ChangedMeanwhile` where `version` is not the one that was read, and `SaidOffTheRecord`.
    """
    item, agenda = versions.hold_item(item, now=now)
    if draft_of(item) == draft:
        return
    if item.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed this item since you opened it. Look, then save again."
        )
    if item.is_off_record and not draft.is_off_record:
        refuse_to_open([item])
    fill(item, draft, by=by, now=now)
    if said is not None and by is not None:
        item.disclosure_id = disclose(said, by=by.person, now=now).id
    _write_owners(item, draft, by=by, now=now)
    item.version += 1
    item.updated_at = now
    versions.touch(agenda, now=now)
    if by is not None and item.state is State.PROPOSED:
        mention([item], by=by, now=now)


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
        disclosure_id=item.disclosure_id,
    )


def write_item(
    call_id: int,
    draft: ItemDraft,
    *,
    said: Said | None = None,
    state: State,
    by: Member,
    now: datetime,
) -> Item:
    """A new item of a call in `state`; the agenda is held by the caller."""
    item = Item(call_id=call_id, proposed_by_id=by.id, created_at=now, updated_at=now)
    number = disclose(said, by=by.person, now=now).id if said else draft.disclosure_id
    item.disclosure_id = number
    fill(item, draft, by=by, now=now)
    db.session.add(item)
    db.session.flush()
    db.session.add(ItemState(item_id=item.id, state=state, by_id=by.id, at=now, why=""))
    _write_owners(item, draft, by=by, now=now)
    db.session.flush()
    db.session.expire(item, ["standing"])
    return item


def next_place(call_id: int) -> int:
    """The place behind everything that has one."""
    last = db.session.scalar(select(func.max(Item.place)).where(Item.call_id == call_id))
    return (last or 0) + 1


def is_much(before: ItemDraft, after: ItemDraft) -> bool:
    """Whether so many words of an item’s texts are other ones that it is asked again about tools.
    Takes long: not for a transaction.
    """
    return is_asked_again(_words_of(before), _words_of(after))


def _words_of(draft: ItemDraft) -> str:
    return f"{draft.body}\n{draft.for_people}\n{draft.for_business}"


def fill(item: Item, draft: ItemDraft, *, by: Member | None = None, now: datetime) -> None:
    """Put the words of a draft into an item, with what they are rendered to; whom they name is
    linked where `by` names them. Raises `community.distance.forbidding.ContactForbidden`.
    """
    item.title, item.kind, item.minutes = draft.title, draft.kind, draft.minutes
    item.is_off_record = draft.is_off_record
    texts = [read_markdown(t) for t in (draft.body, draft.for_people, draft.for_business)]
    people = named_in([h for text in texts for h in text.handles], by=by, now=now) if by else {}
    if by is not None:
        before = _handles_in(item)
        refuse_contact({n for h, n in people.items() if h not in before}, by=by, now=now)
    item.body_source, item.body_html = draft.body, texts[0].html(people)
    item.people_source, item.people_html = draft.for_people, texts[1].html(people)
    item.business_source, item.business_html = draft.for_business, texts[2].html(people)
    item.text_policy = POLICY_VERSION


def _handles_in(item: Item) -> set[str]:
    """Whom an item names already; nobody where it is new."""
    texts = (item.body_source, item.people_source, item.business_source)
    named = [read_markdown(text).handles for text in texts if text and "@" in text]
    return {handle for handles in named for handle in handles}


def _write_owners(item: Item, draft: ItemDraft, *, by: Member | None, now: datetime) -> None:
    query = select(ItemOwner.member_id).where(ItemOwner.item_id == item.id)
    if by is not None:
        refuse_contact(set(draft.owners) - set(db.session.scalars(query)), by=by, now=now)
    db.session.execute(delete(ItemOwner).where(ItemOwner.item_id == item.id))
    db.session.add_all(ItemOwner(item_id=item.id, member_id=owner) for owner in draft.owners)
    db.session.flush()
