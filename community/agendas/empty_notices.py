"""The letter that asks the facilitators of a call what is on its agenda, two days before."""

from datetime import datetime

from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.calls.when import when_of
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter

from .empty_queries import ending_of
from .emptying import ASKING
from .models import State
from .queries import number_of_items


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where something is on the agenda by now, it is too late, or the reader left."""
    call = db.session.get(Call, letter.facts["call"])
    ending = ending_of(call, now) if call is not None else None
    if call is None or ending is None or ending.at <= now:
        return None
    if all(one.person_id != letter.person_id for one in facilitators_of(call)):
        return None
    return Draft(
        {
            "title": call.title,
            "when": when_of(ending.first, recipient.zone),
            "ends_at": ending.at,
            "waiting": number_of_items(call.id, State.PROPOSED, State.PARKED),
            "page": absolute("agendas.show_draft", slug=call.slug),
        }
    )


KINDS = (Kind(ASKING, Group.AGENDAS, _write),)
