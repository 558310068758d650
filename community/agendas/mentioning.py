"""Keeping whom items name, once others can read them; who is named anew is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.mentioning import named_in
from community.accounts.models import Member
from community.db import db
from community.events import announce
from community.text import read_markdown

from .events import MembersNamed
from .mention_models import ItemMention
from .models import Item


def mention(items: Sequence[Item], *, by: Member, now: datetime) -> None:
    """Keep whom `items`, which others can read, name. Off the record nobody is told of. Doing it
    twice tells nobody twice.
    """
    named = {item.id: _named(item, by, now) for item in items if not item.is_off_record}
    query = select(ItemMention).where(ItemMention.item_id.in_(named))
    before = {(row.item_id, row.member_id): row for row in db.session.scalars(query)}
    fresh = [
        (item_id, member_id)
        for item_id, members in named.items()
        for member_id in members
        if (item_id, member_id) not in before
    ]
    for (item_id, member_id), row in before.items():
        if member_id not in named[item_id]:
            db.session.delete(row)
    db.session.add_all(ItemMention(item_id=i, member_id=m, at=now) for i, m in fresh)
    db.session.flush()
    told = {member_id for _, member_id in fresh} - {by.id}
    if told:
        announce(MembersNamed(tuple(sorted(told)), now))


def _named(item: Item, by: Member, now: datetime) -> set[int]:
    sources = (item.body_source, item.people_source, item.business_source)
    handles = [h for source in sources if "@" in source for h in read_markdown(source).handles]
    return set(named_in(handles, by=by, now=now).values())
