"""Keeping whom items name, once others can read them; who is named anew is told."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.mentioning import MOST, named_in
from community.accounts.models import Member
from community.db import db
from community.distance.queries import who_keeps_off
from community.distance.sparing import HOUR, refuse_names
from community.events import announce
from community.text import read_markdown

from .events import MembersNamed
from .mention_models import ItemMention
from .models import Item, ItemKind


def mention(items: Sequence[Item], *, by: Member, now: datetime) -> None:
    """Keep whom `items`, which others can read, name. Off the record nobody is told of. Whom
    an item has named once it tells no more, and no more than ten in all, whatever is made of it.
    Nor does it tell who mutes or blocks `by`, though it is kept, so that limits tell nothing
    either. Raises `community.errors.TooMany`.
    """
    named = {item.id: _named(item, by, now) for item in items if not item.is_off_record}
    query = select(ItemMention).where(ItemMention.item_id.in_(named))
    before = {(row.item_id, row.member_id) for row in db.session.scalars(query)}
    told = Counter(item_id for item_id, _ in before)
    fresh = [
        (item_id, member_id)
        for item_id, members in named.items()
        for member_id in sorted(members - {m for i, m in before if i == item_id})[
            : MOST - told[item_id]
        ]
    ]
    if fresh:
        refuse_names(_named_lately(by, now), {m for _, m in fresh}, by=by, now=now)
    db.session.add_all(ItemMention(item_id=i, member_id=m, at=now) for i, m in fresh)
    db.session.flush()
    named_anew = {member_id for _, member_id in fresh} - {by.id}
    if to_tell := named_anew - who_keeps_off(by.id, named_anew):
        announce(MembersNamed(tuple(sorted(to_tell)), now))


def _named_lately(by: Member, now: datetime) -> dict[int, int]:
    """How often a member has named whom in what they proposed, within the hour."""
    query = select(ItemMention.member_id, func.count()).join(Item, Item.id == ItemMention.item_id)
    mine = query.where(Item.proposed_by_id == by.id, ItemMention.at > now - HOUR)
    return dict(db.session.execute(mine.group_by(ItemMention.member_id)).all())


def _named(item: Item, by: Member, now: datetime) -> set[int]:
    sides = (item.people_source, item.business_source) if item.kind is ItemKind.DECIDE else ()
    sources = (item.body_source, *sides)
    handles = [h for source in sources if "@" in source for h in read_markdown(source).handles]
    return set(named_in(handles, by=by, now=now).values())
