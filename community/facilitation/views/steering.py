"""Steering a call over HTTP: start, go on, go back, end, call who speaks next."""

from collections.abc import Callable

from flask import flash, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.facilitation import hands, resuming, steering
from community.facilitation.policies import Permission
from community.facilitation.steering import Step
from community.fields import counted

from .blueprint import HAD_CHANGED, back_to, bp


@bp.post("/calls/<slug>/live/opening")
@guard(Permission.START_CALL, load=call_by_slug)
def start(call: Call) -> ResponseReturnValue:
    """Start the call."""
    with transaction():
        leads = may(viewer(), Permission.END_CALL, call)
        steering.start(call, by=viewer().member, now=clock.now(), leads=leads)
        slug = call.slug
    return back_to(slug)


@bp.post("/calls/<slug>/live/ending")
@guard(Permission.END_CALL, load=call_by_slug)
def end(call: Call) -> ResponseReturnValue:
    """End the call."""
    with transaction():
        seen = counted(request.form.get("opening"))
        steering.end(call, seen=seen, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug)


@bp.post("/calls/<slug>/live/ending/withdrawal")
@guard(Permission.END_CALL, load=call_by_slug)
def resume(call: Call) -> ResponseReturnValue:
    """The call has not ended after all."""
    with transaction():
        seen = counted(request.form.get("opening"))
        resuming.resume(call, seen=seen, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug)


@bp.post("/calls/<slug>/live/current-item")
@guard(Permission.STEER, load=call_by_slug)
def move(call: Call) -> ResponseReturnValue:
    """Take up the next item, the one before, or any other by its number."""
    step = Step.BACK if request.form.get("step") == Step.BACK else Step.NEXT
    seen, to = counted(request.form.get("spell")), request.form.get("item")
    with transaction():
        leads, by = may(viewer(), Permission.END_CALL, call), viewer().member
        if to is None:
            moved = steering.move(call, step, seen=seen, by=by, now=clock.now(), leads=leads)
        else:
            number, now = counted(to), clock.now()
            moved = steering.jump(call, number, seen=seen, by=by, now=now, leads=leads)
        slug = call.slug
    if not moved:
        flash(HAD_CHANGED)
    return back_to(slug, "item")


@bp.post("/calls/<slug>/live/speaker")
@guard(Permission.STEER, load=call_by_slug)
def call_on(call: Call) -> ResponseReturnValue:
    """Give somebody the floor."""
    return _to_hand(call, hands.call_on)


@bp.post("/calls/<slug>/live/hands/withdrawal")
@guard(Permission.STEER, load=call_by_slug)
def take_down(call: Call) -> ResponseReturnValue:
    """Lower somebody's hand: they have not spoken."""
    return _to_hand(call, hands.take_down)


@bp.post("/calls/<slug>/live/speaker/withdrawal")
@guard(Permission.STEER, load=call_by_slug)
def thank(call: Call) -> ResponseReturnValue:
    """Somebody has spoken."""
    return _to_hand(call, hands.thank)


def _to_hand(call: Call, act: Callable[..., None]) -> ResponseReturnValue:
    number = counted(request.form.get("hand"))
    with transaction():
        act(call, number, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug, "queue")
