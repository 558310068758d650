"""Taking part in a call over HTTP: raise and lower one's hand, say that one is here."""

from flask import request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.facilitation import being_here, hands
from community.facilitation.forms import HandForm
from community.facilitation.noting import beside
from community.facilitation.policies import Permission

from .blueprint import back_to, bp
from .reading import page


@bp.post("/calls/<slug>/live/hand")
@guard(Permission.RAISE_HAND, load=call_by_slug)
@agreed_first()
def raise_hand(call: Call) -> ResponseReturnValue:
    """Raise one's hand, or want something else with it."""
    form = HandForm(request.form)
    if not form.validate():
        return page(call, beside(call), viewer(), clock.now(), form=form), 422
    kind, way = form.chosen
    with transaction():
        hands.raise_hand(call, kind, way, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug, "queue")


@bp.post("/calls/<slug>/live/hand/withdrawal")
@guard(Permission.RAISE_HAND, load=call_by_slug)
def lower(call: Call) -> ResponseReturnValue:
    """Lower one's own hand."""
    with transaction():
        hands.lower(call, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug, "queue")


@bp.post("/calls/<slug>/live/presence")
@guard(Permission.BE_HERE, load=call_by_slug)
@agreed_first()
def come(call: Call) -> ResponseReturnValue:
    """Say that one is here."""
    shows_name = bool(request.form.get("shows_name"))
    with transaction():
        being_here.come(call, shows_name=shows_name, by=viewer().member, now=clock.now())
        slug = call.slug
    return back_to(slug, "here")


@bp.post("/calls/<slug>/live/presence/withdrawal")
@guard(Permission.BE_HERE, load=call_by_slug)
def go(call: Call) -> ResponseReturnValue:
    """One is not here after all."""
    with transaction():
        being_here.go(call, by=viewer().member)
        slug = call.slug
    return back_to(slug, "here")
