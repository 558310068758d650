"""The agenda of a call that is on, over HTTP, for who leads it: add to it, take up what was
proposed or parked, keep the current item for later.
"""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import states, writing
from community.agendas.queries import item_by_key
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.disclosures.queries import last_said
from community.facilitation import steering
from community.facilitation.forms import NewItemForm
from community.facilitation.noting import beside
from community.facilitation.policies import Permission
from community.facilitation.queries import opening_of
from community.facilitation.steering import IsNotOn
from community.fields import counted
from community.sent import act_once

from .blueprint import HAD_CHANGED, back_to, bp
from .reading import page


@bp.post("/calls/<slug>/live/items")
@guard(Permission.CHANGE_AGENDA, load=call_by_slug)
@agreed_first()
def add_item(call: Call) -> ResponseReturnValue:
    """Put an item at the end of the agenda; what comes too late is kept, for the draft."""
    form = NewItemForm(request.form, last=last_said(viewer().member.person))
    if not form.validate():
        return _sent_back(call, form), 422

    def act() -> str:
        steering.hold(call)
        item = writing.add(
            call, form.draft(), said=form.said(), by=viewer().member, now=clock.now()
        )
        flash(f"“{item.title}” is on the agenda.")
        return url_for("facilitation.show_live", slug=item.call.slug, _anchor="agenda")

    try:
        return act_once(act)
    except IsNotOn as refusal:
        return _sent_back(call, form), refusal.status


def _sent_back(call: Call, form: NewItemForm) -> str:
    """The page with what was typed, which the draft takes once the call has ended."""
    now, opening = clock.now(), opening_of(call)
    if opening is None or not opening.is_on:
        form.turn_to_draft()
    return page(call, beside(call), viewer(), now, new_item=form)


@bp.post("/calls/<slug>/live/agenda")
@guard(Permission.CHANGE_AGENDA, load=call_by_slug)
def take_on(call: Call) -> ResponseReturnValue:
    """Put a proposal on the agenda, or what is parked."""
    item, said = item_by_key(request.form.get("item", "")), HAD_CHANGED
    with transaction():
        steering.hold(call)
        if item is not None and item.call_id == call.id:
            states.accept(item, by=viewer().member, now=clock.now())
            said = f"“{item.title}” is on the agenda."
        slug = call.slug
    flash(said)
    return back_to(slug, "agenda")


@bp.post("/calls/<slug>/live/parking")
@guard(Permission.CHANGE_AGENDA, load=call_by_slug)
def park(call: Call) -> ResponseReturnValue:
    """Keep the current item for later, and go on."""
    seen = counted(request.form.get("spell"))
    with transaction():
        parked = steering.park(call, seen=seen, by=viewer().member, now=clock.now())
        slug = call.slug
    flash("It is parked for later." if parked else HAD_CHANGED)
    return back_to(slug, "item")
