"""One sitting over HTTP: move, cancel, hold after all, places and join link."""

from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.calls import changing
from community.calls.changing import Conflict
from community.calls.conflicting import lay_beside
from community.calls.date_forms import CancelForm, MoveForm, SittingPlaceForm
from community.calls.policies import Permission
from community.calls.prefill import move_of, place_of
from community.calls.queries import sitting_at, sittings_of
from community.calls.times import Sitting
from community.calls.when import when_of
from community.db import transaction
from community.errors import Refusal
from community.outbox.audience import number_told

from .blueprint import bp

SittingForm = TypeVar("SittingForm", MoveForm, CancelForm, SittingPlaceForm)


@bp.get("/calls/<slug>/sittings/<int:number>/move")
@guard(Permission.EDIT, load=sitting_at)
def ask_to_move(sitting: Sitting) -> ResponseReturnValue:
    """The form for another time."""
    return _sitting_page("move", sitting, _filled(MoveForm, sitting, move_of(sitting)))


@bp.post("/calls/<slug>/sittings/<int:number>/time")
@guard(Permission.EDIT, load=sitting_at)
@agreed_first()
def move(sitting: Sitting) -> ResponseReturnValue:
    """Hold a sitting at another time."""
    form = MoveForm(request.form)
    if not form.validate():
        return _sitting_page("move", sitting, form), 422
    try:
        with transaction():
            before = sitting.sequence
            changing.move(
                sitting,
                local_start=form.local_start(),
                zone=form.zone.data or "",
                minutes=form.minutes.data or 60,
                version=form.read_version() or None,
                now=clock.now(),
            )
            location, is_moved = _page_of(sitting), sitting.sequence != before
    except Refusal as refusal:
        return _refused("move", sitting, form, refusal, move_of(sitting))
    flash(
        "The call is moved. Everyone’s answer has moved with it."
        if is_moved
        else "That is when the call is held already. Nothing has changed."
    )
    return redirect(location, 303)


@bp.get("/calls/<slug>/sittings/<int:number>/cancel")
@guard(Permission.EDIT, load=sitting_at)
def ask_to_cancel(sitting: Sitting) -> ResponseReturnValue:
    """The page that asks for a reason."""
    return _sitting_page("cancel", sitting, _filled(CancelForm, sitting, {}))


@bp.post("/calls/<slug>/sittings/<int:number>/cancellation")
@guard(Permission.EDIT, load=sitting_at)
@agreed_first()
def cancel(sitting: Sitting) -> ResponseReturnValue:
    """Call a sitting off."""
    form = CancelForm(request.form)
    if not form.validate():
        return _sitting_page("cancel", sitting, form), 422
    try:
        with transaction():
            changing.cancel(
                sitting,
                by=viewer().member,
                reason=form.reason.data or "",
                version=form.read_version() or None,
                now=clock.now(),
            )
            location = _page_of(sitting)
    except Refusal as refusal:
        return _refused("cancel", sitting, form, refusal, {})
    flash("The call is cancelled. You can hold it after all from its page.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/sittings/<int:number>/cancellation/withdrawal")
@guard(Permission.EDIT, load=sitting_at)
def uncancel(sitting: Sitting) -> ResponseReturnValue:
    """Hold a sitting after all."""
    with transaction():
        changing.uncancel(sitting, by=viewer().member, now=clock.now())
        location = _page_of(sitting)
    flash("The call is held after all.")
    return redirect(location, 303)


@bp.get("/calls/<slug>/sittings/<int:number>/place")
@guard(Permission.EDIT_TIMES, load=sitting_at)
def edit_place(sitting: Sitting) -> ResponseReturnValue:
    """The form for places and join link."""
    return _sitting_page("place", sitting, _filled(SittingPlaceForm, sitting, place_of(sitting)))


@bp.post("/calls/<slug>/sittings/<int:number>/place")
@guard(Permission.EDIT_TIMES, load=sitting_at)
def change_place(sitting: Sitting) -> ResponseReturnValue:
    """Change places and join link of one sitting."""
    form = SittingPlaceForm(request.form)
    if not form.validate():
        return _sitting_page("place", sitting, form), 422
    try:
        with transaction():
            changing.change_place(
                sitting,
                form.place(),
                by=viewer().member,
                version=form.read_version() or None,
                now=clock.now(),
            )
            location = _page_of(sitting)
    except Refusal as refusal:
        return _refused("place", sitting, form, refusal, place_of(sitting))
    flash("Places and join link are saved.")
    return redirect(location, 303)


def _page_of(sitting: Sitting) -> str:
    return url_for("front.show_call", slug=sitting.call.slug)


def _filled(kind: type[SittingForm], sitting: Sitting, data: dict[str, Any]) -> SittingForm:
    return kind(data=data | {"version": str(sitting.version)})


def _refused(
    kind: str, sitting: Sitting, form: SittingForm, refusal: Refusal, present: dict[str, Any]
) -> ResponseReturnValue:
    """The form as it was typed; sent again, it is meant for the sitting as it is now."""
    beside = present if isinstance(refusal, Conflict) else {}
    lay_beside(form, beside | {"version": str(sitting.version)}, why=str(refusal))
    return _sitting_page(kind, sitting, form), refusal.status


def _sitting_page(kind: str, sitting: Sitting, form: SittingForm) -> str:
    member = viewer().member
    return render_template(
        f"calls/{kind}.html",
        slug=sitting.call.slug,
        title=sitting.call.title,
        number=sitting.position + 1,
        form=form,
        when=when_of(sitting, member.zone if member else None),
        of=len(sittings_of(sitting.call)),
        told=number_told([] if sitting.is_cancelled else [sitting.id], clock.now()),
    )
