"""The letter to a guest: confirm the answer that was given with this address."""

from datetime import datetime

from community.access import VISITOR
from community.accounts import mailed
from community.calls.policies import may_see_sitting
from community.calls.when import when_of
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe

from .blocks import closed_why
from .events import GuestAnswerAsked
from .guest_answers import WAITS
from .models import GuestAnswer


def answer_asked(event: GuestAnswerAsked) -> None:
    """Owe the letter whose link makes the answer count.

    Without the name: whoever asks could write anything there, to anybody's address.
    """
    given = event.given
    owe(
        "guest_confirmation",
        address=given.email,
        about=given.told,
        facts={"guest_answer": given.id, "zone": given.zone},
        now=event.at,
    )


def _write_confirmation(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """None where it was confirmed, has waited too long, or can be answered no more."""
    given = db.session.get(GuestAnswer, letter.facts["guest_answer"])
    if given is None or given.told != letter.about:  # of another, by the same number
        return None
    if given.confirmed_at is not None or now >= given.made_at + WAITS:
        return None
    sitting, token = given.sitting, mailed.text_of(given.link)
    if token is None or closed_why(sitting, now) or not may_see_sitting(VISITOR, sitting):
        return None
    return Draft(
        {
            "title": sitting.call.title,
            "answer": given.answer.value,
            "when": when_of(sitting, recipient.zone),
            "page": absolute("attendance.show_guest_answer", token=token),
            "until": given.made_at + WAITS,
        }
    )


KINDS = (Kind("guest_confirmation", Group.ACCOUNT, _write_confirmation),)
