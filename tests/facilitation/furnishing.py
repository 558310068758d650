"""A call that is on with everything a page can show, for the journeys."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from community.accounts.models import Member
from community.calls.models import Call, Series
from community.calls.queries import sittings_of_series
from community.db import db
from community.facilitation import being_here, hands, steering
from community.facilitation.models import Hand, HandKind, Opening, Presence, Spell, Way
from community.facilitation.queries import opening_of
from community.facilitation.steering import Step
from tests.facilitation.build import looked_back


def furnish_live(call: Call, people: Mapping[str, Member], *, now: datetime) -> None:
    """The call is on, whatever its hour: one speaks, one waits, two are there."""
    ola, mia, stu = people["facilitator"], people["member"], people["steward"]
    db.session.add(Opening(call_id=call.id, by_id=ola.id, at=now))
    db.session.flush()
    steering.move(call, Step.NEXT, seen=0, by=ola, now=now)
    hands.raise_hand(call, HandKind.REPLY, Way.VOICE, by=stu, now=now)
    hands.call_on(call, db.session.query(Hand.id).scalar(), by=ola, now=now)
    hands.raise_hand(call, HandKind.QUESTION, Way.TEXT, by=mia, now=now)
    being_here.come(call, shows_name=True, by=mia, now=now)
    being_here.come(call, shows_name=False, by=stu, now=now)


def look_back_at(series: Series, people: Mapping[str, Member], *, now: datetime) -> str:
    """The first date of a series is over, and all have said how it was; gives its slug."""
    first = sittings_of_series(series, now - timedelta(days=14))[0]
    for name, member in people.items():
        worked = f"The round of names, says a {name}."
        looked_back(first.call, member, worked, "Shorter reports.\nMore time to think.")
    return first.call.slug


def crowd_live(call: Call, members: list[Member], *, now: datetime) -> None:
    """More of all of it, in the call that is on."""
    opening = opening_of(call)
    assert opening is not None
    spell = db.session.query(Spell).filter_by(opening_id=opening.id).one()
    for member in members:
        ids = {"opening_id": opening.id, "member_id": member.id}
        db.session.add(Hand(**ids, kind=HandKind.TOPIC, way=Way.VOICE, at=now))
        db.session.add(Presence(**ids, at=now, named_at=now))
        db.session.add(
            Spell(
                opening_id=opening.id, item_id=spell.item_id, by_id=member.id, at=now, ended_at=now
            )
        )
    db.session.flush()
