"""Publishing an agenda: the draft that was looked at becomes a numbered edition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Member
from community.calls.changing import mark_call
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.errors import Refusal
from community.events import announce

from . import versions
from .comparing import compare
from .edition_queries import draft_items, latest_of, published_items
from .editions import Edition, EditionItem, EditionOwner
from .events import AgendaPublished
from .mentioning import mention
from .models import WORDS, Item, State
from .off_record import published_off, refuse_to_open
from .proposal_keeping import forget_words
from .queries import items_of, minutes_available, owners_of


class NothingToPublish(Refusal):
    """There is nothing that would be new to anybody."""


def publish(
    call: Call, *, version: int, note: str = "", said: Said | None, by: Member, now: datetime
) -> Edition:
    """Publish the draft that was read as `version`; `said` tells whether a tool was involved.

    Raises `ChangedMeanwhile` where the draft is another by now, `NothingToPublish`, and
    `SaidOffTheRecord`.
    """
    agenda = versions.hold(call, now=now)
    versions.expect(agenda, version)
    call, sittings = agenda.call, sittings_of(agenda.call)
    if all(sitting.is_over(now) for sitting in sittings):
        raise NothingToPublish("This call is over, so its agenda stays as it was.")
    _refuse_the_same(call)
    items = items_of(call.id, {State.ACCEPTED})
    refuse_to_open(published_off([item for item in items if not item.is_off_record]))
    edition = Edition(
        call_id=call.id,
        number=_last_number(call) + 1,
        note=note,
        minutes=minutes_available(sittings),
        by_id=by.id,
        at=now,
        disclosure_id=disclose(said, by=by.person, now=now).id if said else None,
    )
    db.session.add(edition)
    db.session.flush()
    _freeze(edition, items)
    forget_words(items)
    mention(items, by=by, now=now)
    mark_call(call, now)
    announce(AgendaPublished(edition, call, now))
    return edition


def _refuse_the_same(call: Call) -> None:
    draft, last = draft_items(call.id), latest_of(call.id)
    if last is None and not draft:
        raise NothingToPublish("There is nothing on this agenda yet. Add an item first.")
    if last is None:
        return
    before = published_items([last.id]).get(last.id, ())
    if not compare(before, draft, in_words=False):  # others wait while the agenda is held
        raise NothingToPublish(f"Nothing differs from edition {last.number}.")


def _last_number(call: Call) -> int:
    query = select(func.max(Edition.number)).where(Edition.call_id == call.id)
    return db.session.scalar(query) or 0


def _freeze(edition: Edition, items: Sequence[Item]) -> None:
    owners = owners_of(items)
    for place, item in enumerate(items, start=1):
        values = {name: getattr(item, name) for name in (*WORDS, "is_off_record")}
        db.session.add(EditionItem(edition_id=edition.id, place=place, item_id=item.id, **values))
    db.session.flush()
    db.session.add_all(
        EditionOwner(edition_id=edition.id, place=place, member_id=owner.id)
        for place, item in enumerate(items, start=1)
        for owner in owners.get(item.id, ())
    )
    db.session.flush()
