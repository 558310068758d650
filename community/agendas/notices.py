"""The letter about a published agenda: what is on it, or what changed since the reader's last."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts.guests import member_of
from community.attendance.guest_answers import answer_address
from community.attendance.policies import may_person_see
from community.calls.manners import manners
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.calls.when import when_of
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe_all, told_already

from .audience import is_to_tell, people_to_tell
from .comparing import Change, ItemDifference, compare
from .content import masked, short_lines
from .edition_queries import latest_of, published_items, text_of
from .editions import Edition
from .events import AgendaPublished

GATHERING = timedelta(minutes=10)
SOON = timedelta(hours=2)  # for a call that begins sooner nobody waits
_WORDS = {
    Change.NEW: "New",
    Change.GONE: "Left out",
    Change.CHANGED: "Changed",
    Change.MOVED: "Moved",
}


def agenda_published(event: AgendaPublished) -> None:
    """Tell whoever is going or may come, once for what is published within a few minutes."""
    coming = [s.starts_at for s in sittings_of(event.call) if not s.has_begun(event.at)]
    if not coming:
        return
    owe_all(
        "agenda_published",
        people_to_tell(event.call.id, event.at),
        about=f"agenda of call {event.call.id}",
        facts={"call": event.call.id},
        due_at=event.at if min(coming) - event.at < SOON else event.at + GATHERING,
        gathers=True,
        now=event.at,
    )


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where the call is gone, off or begun for the reader, or nothing is new to them."""
    call = db.session.get(Call, letter.facts["call"])
    edition = latest_of(letter.facts["call"])
    if call is None or edition is None or call.is_removed or letter.person_id is None:
        return None
    sitting = _next_sitting(call, letter.person_id, now)
    if sitting is None:
        return None
    text, before = text_of(edition), _last_told(letter, edition)
    earlier = published_items([before.id]).get(before.id, ()) if before else ()
    changes = compare(masked(earlier), masked(text.items), in_words=False) if before else ()
    if before is not None and not changes:
        return None
    is_member = member_of(letter.person_id) is not None
    agenda = absolute("agendas.show_agenda", slug=call.slug)
    return Draft(
        {
            "title": call.title,
            "when": when_of(sitting, recipient.zone),
            "note": text.note,
            "manners": manners(call),
            "lines": [line.partition(" ")[2] for line in short_lines(text.items)],
            "changes": [_change(each) for each in changes],
            "page": agenda if is_member else answer_address(letter.person_id, sitting),
        }
    )


def _change(found: ItemDifference) -> tuple[str, str]:
    return _WORDS[found.change], found.title


def _last_told(letter: Letter, edition: Edition) -> Edition | None:
    """The edition that the reader was surely told of; where that cannot be said, the one before
    this. None where they have had no letter.
    """
    told = [until for _, until in told_already(letter)]
    if not told:
        return None
    earlier = select(Edition).where(Edition.call_id == edition.call_id)
    earlier = earlier.order_by(Edition.number.desc()).limit(1)
    sure = db.session.scalar(earlier.where(Edition.at <= max(told)))
    return sure or db.session.scalar(earlier.where(Edition.number < edition.number))


def _next_sitting(call: Call, person_id: int, now: datetime) -> Sitting | None:
    """The first sitting to come that the person goes to, or may."""
    if not is_to_tell(person_id, call.id, now):
        return None
    coming = [s for s in sittings_of(call) if not (s.has_begun(now) or s.is_cancelled)]
    return next((s for s in coming if may_person_see(person_id, s)), None)


KINDS = (Kind("agenda_published", Group.AGENDAS, _write),)
