"""The letter with a join link that was changed at once: to who is going and may come, at once."""

from datetime import datetime

from community.calls.links import links_for, may_come
from community.calls.manners import manners
from community.calls.times import Sitting
from community.calls.when import when_of
from community.db import db
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe_all

from .events import LinkChanged
from .guest_answers import answer_address
from .policies import may_person_see
from .stopping import is_going, people_going


def link_changed(event: LinkChanged) -> None:
    """Owe it to everybody who is going and may have it; the same is asked when it is written."""
    sitting, at = event.sitting, event.at
    owe_all(
        "join_link",
        [one for one in people_going(sitting) if may_come(one, sitting, at)],
        about=f"link {event.about}",
        facts={"sitting": sitting.id},
        now=at,
    )


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """The link as it is by now. Nothing once the call is over or off, to who left, and to who may
    not come.
    """
    sitting, person_id = db.session.get(Sitting, letter.facts["sitting"]), letter.person_id
    if sitting is None or person_id is None or not is_going(sitting, person_id):
        return None
    if sitting.is_over(now) or sitting.is_cancelled or sitting.call.is_removed:
        return None
    link = links_for(person_id, [sitting], {sitting.id}, now=now).get(sitting.id)
    if link is None or not may_person_see(person_id, sitting):
        return None
    call = sitting.call
    return Draft(
        {
            "title": call.title,
            "when": when_of(sitting, recipient.zone),
            "manners": manners(call),
            "join_link": link,
            "page": answer_address(person_id, sitting),
        }
    )


KINDS = (Kind("join_link", Group.ACCOUNT, _write),)
