"""Shorthands for calls while they are held."""

from datetime import UTC, datetime, timedelta

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from community.facilitation import steering
from community.facilitation.blocks import LiveBlock, live_block
from community.facilitation.look_back_models import LookBack
from community.facilitation.models import Opening
from community.facilitation.queries import opening_of, standing_spell
from community.facilitation.steering import Step
from tests.agendas.build import make_evening, on_agenda

EVENING = datetime(2026, 3, 13, 16, tzinfo=UTC)  # when `make_evening` begins


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def started(ola: Member, *titles: str, now: datetime = EVENING, **words: object) -> Call:
    """A call with these items on its agenda, started."""
    call = make_evening(ola)
    on_agenda(call, ola, *titles, **words)
    steering.start(call, by=ola, now=now)
    return call


def opened(call: Call) -> Opening:
    """The opening of a call that was started."""
    opening = opening_of(call)
    assert opening is not None
    return opening


def current(call: Call) -> str | None:
    """The title of the current item."""
    spell = standing_spell(opened(call))
    return spell.item.title if spell else None


def seen(call: Call) -> int:
    """The number of the spell that a page would carry now."""
    spell = standing_spell(opened(call))
    return spell.id if spell else 0


def step(call: Call, by: Member, way: Step = Step.NEXT, *, now: datetime = EVENING) -> bool:
    """One step on, from where the call stands."""
    return steering.move(call, way, seen=seen(call), by=by, now=now)


def address(call: Call, rest: str = "") -> str:
    """The page of a call while it is held, or what is sent to from there."""
    return f"/calls/{call.slug}/live{rest}"


def live_block_of(call: Call, member: Member, *, now: datetime) -> LiveBlock:
    """What the page shows to who leads the call."""
    given = {"member_id": member.id, "steers": True, "leads": True, "now": now}
    return live_block(call, opening_of(call), sittings_of(call), **given)


def looked_back(
    call: Call, member: Member, worked: str = "The names.", differently: str = ""
) -> LookBack:
    """What a member says of a call, whenever it is."""
    said = LookBack(
        call_id=call.id,
        member_id=member.id,
        worked=worked,
        differently=differently,
        at=EVENING + minutes(37),
    )
    db.session.add(said)
    db.session.flush()
    return said
