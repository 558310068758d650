"""What agendas hold of a person: what they proposed, lead, voted for and decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.calls.events import CallChanged
from community.calls.models import Call, Series
from community.db import db
from community.events import announce
from community.holdings import Facts, Holding

from .call_roles import RoleHeld
from .drafts import ItemDraft
from .editions import Edition, EditionItem, EditionOwner
from .empty_rules import EmptyRule
from .findable import TEXTS
from .guest_holdings import GIVES_WAY, GONE, erase_as_guest, export_as_guest
from .guest_models import GuestProposal
from .guest_queries import is_from_guest
from .kept_templates import Template, TemplateItem
from .mention_models import ItemMention
from .models import Item, ItemOwner, ItemState, State, Vote
from .proposal_keeping import forget_words
from .proposal_queries import words_kept_of
from .proposal_words import ProposalWords
from .redactions import ItemRedaction
from .states import stand
from .writing import fill

_TEXTS = ("title", "body_source", "people_source", "business_source")
_NAMING = {
    Item: _TEXTS,
    EditionItem: _TEXTS,
    ProposalWords: _TEXTS,
    Edition: ("note",),
    TemplateItem: ("title", "body", "for_people", "for_business"),
    Template: ("name", "about"),
    ItemState: ("why",),
    ItemRedaction: ("why",),
    GuestProposal: ("title", "body"),
}


def export(person_id: int) -> Facts:
    """Their proposals with what became of them, what they lead, their votes, what they decided."""
    member, as_guest = _member(person_id), export_as_guest(person_id)
    if member is None:
        return as_guest
    return as_guest | {
        "agenda items proposed": _proposed(member),
        "agenda items led": [
            {"item": item.title, "call": item.call.title} for item in _led(member)
        ],
        "votes for agenda items": [
            {"item": item.title, "call": item.call.title, "would join": joins, "at": at}
            for item, joins, at in _votes(member)
        ],
        "decided about agenda items": [
            {"item": title, "state": row.state.value, "at": row.at, "why": row.why}
            for row, title in _decided(member)
        ],
        "named by agenda items": _mentions(member),
        "roles at calls": [
            {"call": title, "role": row.role.value, "since": row.since, "until": row.ended_at}
            for row, title in _roles(member)
        ],
        "templates kept": [
            {"name": template.name, "about": template.about, "at": template.made_at}
            for template in _templates(member)
        ],
        "words taken out of agenda items": [
            {"item": title, "at": row.at, "why": row.why} for row, title in _redacted(member)
        ],
        "rules for empty agendas set": [
            {"series": title, "hours": row.hours, "at": row.set_at} for row, title in _rules(member)
        ],
        "agendas published": [
            {"call": edition.call.title, "edition": edition.number, "at": edition.at}
            for edition in _published(member)
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Delete their votes, let nothing be led by them, and take back what they proposed that nobody
    has taken up. What has been on an agenda stays, as proposed by a former member; nothing names
    them any more.
    """
    member = _member(person_id)
    erase_as_guest(person_id, now)
    if member is None:
        return
    for item in _items(member):
        if item.state in GIVES_WAY:
            fill(item, ItemDraft(title=GONE, kind=item.kind, minutes=item.minutes), now=now)
            forget_words([item])
            if item.state is State.PROPOSED:
                stand(item, State.WITHDRAWN, by_id=member.id, now=now)
    for model in (Vote, ItemOwner, EditionOwner, RoleHeld, ItemMention):
        mine = delete(model).where(model.member_id == member.id)
        db.session.execute(mine.execution_options(synchronize_session="fetch"))
    changed = name_no_more(member, _NAMING)
    editions = {row.edition_id for row in changed if isinstance(row, EditionItem)}
    shown = select(Call).join(Edition, Edition.call_id == Call.id).where(Edition.id.in_(editions))
    for call in db.session.scalars(shown.order_by(Call.id)).unique():
        announce(CallChanged(call))


def _member(person_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


def _items(member: Member) -> Sequence[Item]:
    own = Item.proposed_by_id == member.id, ~is_from_guest(Item.id)
    query = select(Item).where(*own).order_by(Item.id)
    return db.session.scalars(query).unique().all()


def _proposed(member: Member) -> list[Facts]:
    items = _items(member)
    kept = words_kept_of([item.id for item in items])
    return [{**_item(item), "as others read it": _words(kept.get(item.id))} for item in items]


def _words(kept: ProposalWords | None) -> Facts | None:
    """As it was proposed, where it is none any more; None: as it stands, or as it is published."""
    if kept is None:
        return None
    return {
        "title": kept.title,
        "what it is about": kept.body_source,
        "for people": kept.people_source,
        "for the business": kept.business_source,
    }


def _item(item: Item) -> Facts:
    return {
        "title": item.title,
        "call": item.call.title,
        "what it is about": item.body_source,
        "for people": item.people_source,
        "for the business": item.business_source,
        "kind": item.kind.value,
        "minutes": item.minutes,
        "proposed": item.created_at,
        "state": item.state.value,
        "why": item.standing.why,
    }


def _mentions(member: Member) -> list[Facts]:
    query = select(ItemMention).where(ItemMention.member_id == member.id)
    rows = db.session.scalars(query.order_by(ItemMention.at, ItemMention.item_id))
    return [{"item": row.item.title, "call": row.item.call.title, "at": row.at} for row in rows]


def _roles(member: Member) -> list[tuple[RoleHeld, str]]:
    query = (
        select(RoleHeld, Call)
        .join(Call, Call.id == RoleHeld.call_id)
        .where(RoleHeld.member_id == member.id)
        .order_by(RoleHeld.id)
    )
    return [(row, call.title) for row, call in db.session.execute(query).unique()]


def _templates(member: Member) -> Sequence[Template]:
    query = select(Template).where(Template.made_by_id == member.id).order_by(Template.id)
    return db.session.scalars(query).all()


def _published(member: Member) -> Sequence[Edition]:
    query = select(Edition).where(Edition.by_id == member.id).order_by(Edition.id)
    return db.session.scalars(query).all()


def _rules(member: Member) -> list[tuple[EmptyRule, str]]:
    query = (
        select(EmptyRule, Series.title)
        .join(Series, Series.id == EmptyRule.series_id)
        .where(EmptyRule.set_by_id == member.id)
        .order_by(EmptyRule.series_id)
    )
    return [(row, title) for row, title in db.session.execute(query)]


def _redacted(member: Member) -> list[tuple[ItemRedaction, str]]:
    query = (
        select(ItemRedaction, Item.title)
        .join(Item, Item.id == ItemRedaction.item_id)
        .where(ItemRedaction.by_id == member.id)
        .order_by(ItemRedaction.id)
    )
    return [(row, title) for row, title in db.session.execute(query)]


def _led(member: Member) -> Sequence[Item]:
    query = (
        select(Item)
        .join(ItemOwner, ItemOwner.item_id == Item.id)
        .where(ItemOwner.member_id == member.id)
        .order_by(Item.id)
    )
    return db.session.scalars(query).unique().all()


def _votes(member: Member) -> list[tuple[Item, bool, datetime]]:
    query = (
        select(Item, Vote.would_join, Vote.at)
        .join(Vote, Vote.item_id == Item.id)
        .where(Vote.member_id == member.id)
        .order_by(Vote.at, Item.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query).unique()]


def _decided(member: Member) -> list[tuple[ItemState, str]]:
    query = (
        select(ItemState, Item.title)
        .join(Item, Item.id == ItemState.item_id)
        .where(ItemState.by_id == member.id)
        .order_by(ItemState.id)
    )
    return [(row, title) for row, title in db.session.execute(query)]


_TABLES = frozenset(
    {
        *("agenda_item", "agenda_item_state", "agenda_item_owner", "agenda_vote"),
        *("agenda_edition", "edition_owner", "carried_item", "agenda_template", "call_role"),
        *("item_redaction", "empty_agenda_rule", "agenda_item_mention", "guest_proposal"),
        "proposal_words",
    }
)
HOLDINGS = (Holding(tables=_TABLES, export=export, erase=erase, texts=TEXTS),)
