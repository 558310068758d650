"""What becomes of items, over HTTP: accept, decline, park, put up or down, undo."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import ordering, removing, sending_back, states
from community.agendas.forms import WhyForm
from community.agendas.models import Item
from community.agendas.policies import Permission
from community.agendas.queries import item_by_key
from community.agreement import agreed_first
from community.db import transaction
from community.fields import counted

from .blueprint import address_of, bp, item_page, page_of


@bp.post("/agenda-items/<key>/acceptance")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def accept_item(item: Item) -> ResponseReturnValue:
    """Take it onto the agenda."""
    with transaction():
        states.accept(item, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” is on the agenda.", page_of(item)
    flash(said)
    return redirect(location, 303)


@bp.get("/agenda-items/<key>/refusal")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def ask_to_decline(item: Item) -> ResponseReturnValue:
    """The form for a word why."""
    return item_page("agendas/decline.html", item, WhyForm(), 200)


@bp.post("/agenda-items/<key>/refusal")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
@agreed_first()
def decline_item(item: Item) -> ResponseReturnValue:
    """Say no, and why."""
    form = WhyForm(request.form)
    if not form.validate():
        return item_page("agendas/decline.html", item, form, 422)
    with transaction():
        states.decline(item, by=viewer().member, why=form.why.data or "", now=clock.now())
        said, location = f"“{item.title}” is declined.", address_of(item.call, "rest")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/parking")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
@agreed_first()
def park_item(item: Item) -> ResponseReturnValue:
    """Keep it for later."""
    with transaction():
        states.park(item, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” is parked.", address_of(item.call, "rest")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/removal")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def remove_item(item: Item) -> ResponseReturnValue:
    """Take it off the draft, where it was put by mistake."""
    with transaction():
        removing.remove(item, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” is taken off.", address_of(item.call, "rest")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/discussion")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def discuss_item(item: Item) -> ResponseReturnValue:
    """Note that it has been discussed."""
    with transaction():
        states.discuss(item, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” has been discussed.", address_of(item.call, "rest")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/carry-over/withdrawal")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def send_item_back(item: Item) -> ResponseReturnValue:
    """Undo that it was carried over."""
    with transaction():
        call = sending_back.send_back(item, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” is back where it came from.", address_of(call, "rest")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/carry-over")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def carry_item_again(item: Item) -> ResponseReturnValue:
    """Undo that it was sent back."""
    with transaction():
        call = sending_back.carry_again(item, now=clock.now())
        said = f"“{item.title}” is carried over again."
        location = address_of(call, f"item-{item.id}")
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/state/withdrawal")
@guard(Permission.UNDO_STATE, load=item_by_key)
def undo_state(item: Item) -> ResponseReturnValue:
    """Let it stand where it stood before what was done last."""
    with transaction():
        looked_at = counted(request.form.get("state"))
        states.undo(item, state_id=looked_at, by=viewer().member, now=clock.now())
        said, location = f"“{item.title}” stands where it stood before.", page_of(item)
    flash(said)
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/place")
@guard(Permission.WRITE_AGENDA, load=item_by_key)
def place_item(item: Item) -> ResponseReturnValue:
    """Put an item one place up or down."""
    step = -1 if request.form.get("step") == "up" else 1
    with transaction():
        ordering.move(item, step, now=clock.now())
        location = page_of(item)
    return redirect(location, 303)
