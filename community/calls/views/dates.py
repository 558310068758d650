"""Single dates over HTTP: one-off calls, extra dates, move, cancel, places, words of their own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.calls import changing, scheduling
from community.calls.changing import Conflict
from community.calls.date_forms import CallForm, ExtraDateForm, MoveForm, ReasonForm
from community.calls.forms import DetailsForm, PlaceForm
from community.calls.models import Call, Series
from community.calls.policies import Permission
from community.calls.prefill import details_of, move_of, place_of
from community.calls.queries import call_by_slug, series_by_slug, sitting_at, sittings_of
from community.calls.times import Sitting
from community.calls.when import when_of
from community.db import transaction
from community.errors import Refusal

from .blueprint import bp
from .series import answer_once, home_zone, once_key


@bp.get("/calls/new")
@guard(Permission.SCHEDULE_CALL)
def new_call() -> ResponseReturnValue:
    """The form for a one-off call."""
    empty = [{"zone": home_zone()}] * scheduling.MOST_SITTINGS
    return _new_call_page(CallForm(data={"sittings": empty}))


@bp.post("/calls")
@guard(Permission.SCHEDULE_CALL)
def schedule_call() -> ResponseReturnValue:
    """Schedule a one-off call."""
    form = CallForm(request.form)
    if not form.validate():
        return _new_call_page(form), 422

    def act() -> str:
        call = scheduling.schedule_call(
            form.details(), form.drafts(), by=viewer().member, now=clock.now()
        )
        flash(f"“{call.title}” is in the calendar.")
        return url_for("front.show_call", slug=call.slug)

    return answer_once(act)


@bp.get("/series/<slug>/dates/new")
@guard(Permission.EDIT_TIMES, load=series_by_slug)
def new_date(series: Series) -> ResponseReturnValue:
    """The form for a date the rule does not give."""
    slots = scheduling.slots_of(scheduling.present_recurrence(series))
    filled = [
        {"time": slot.time, "zone": slot.zone, "minutes": slot.minutes} | place_of(slot)
        for slot in slots
    ]
    empty = [{"zone": slots[0].zone}] * (scheduling.MOST_SITTINGS - len(filled))
    return _new_date_page(series, ExtraDateForm(data={"sittings": filled + empty}))


@bp.post("/series/<slug>/dates")
@guard(Permission.EDIT_TIMES, load=series_by_slug)
def add_date(series: Series) -> ResponseReturnValue:
    """Add a date the rule does not give."""
    form = ExtraDateForm(request.form)
    if not form.validate():
        return _new_date_page(series, form), 422

    def act() -> str:
        call = scheduling.add_date(
            series,
            form.drafts(),
            title=form.title.data or None,
            by=viewer().member,
            now=clock.now(),
        )
        flash("The date is added.")
        return url_for("front.show_call", slug=call.slug)

    return answer_once(act)


@bp.get("/calls/<slug>/edit")
@guard(Permission.EDIT, load=call_by_slug)
def edit_call(call: Call) -> ResponseReturnValue:
    """The form for what one call says of itself."""
    return _edit_call_page(call, DetailsForm(data=details_of(call)))


@bp.post("/calls/<slug>/details")
@guard(Permission.EDIT, load=call_by_slug)
def change_call(call: Call) -> ResponseReturnValue:
    """Change what one call says of itself."""
    form = DetailsForm(request.form)
    if not form.validate():
        return _edit_call_page(call, form), 422
    try:
        with transaction():
            changing.change_call(call, form.details(), version=form.read_version(), now=clock.now())
            location = url_for("front.show_call", slug=call.slug)
    except Conflict as conflict:
        form.form_errors.append(str(conflict))
        form.version.data = str(call.version)
        return _edit_call_page(call, form), 409
    flash("The call is changed.")
    return redirect(location, 303)


@bp.get("/calls/<slug>/sittings/<int:number>/move")
@guard(Permission.EDIT, load=sitting_at)
def ask_to_move(sitting: Sitting) -> ResponseReturnValue:
    """The form for another time."""
    return _sitting_page("move", sitting, MoveForm(data=move_of(sitting)))


@bp.post("/calls/<slug>/sittings/<int:number>/time")
@guard(Permission.EDIT, load=sitting_at)
def move(sitting: Sitting) -> ResponseReturnValue:
    """Hold a sitting at another time."""
    form = MoveForm(request.form)
    if not form.validate():
        return _sitting_page("move", sitting, form), 422
    try:
        with transaction():
            changing.move(
                sitting,
                local_start=form.local_start(),
                zone=form.zone.data or "",
                minutes=form.minutes.data or 60,
                now=clock.now(),
            )
            location = _page_of(sitting)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _sitting_page("move", sitting, form), refusal.status
    flash("The call is moved. Everyone’s answer has moved with it.")
    return redirect(location, 303)


@bp.get("/calls/<slug>/sittings/<int:number>/cancel")
@guard(Permission.EDIT, load=sitting_at)
def ask_to_cancel(sitting: Sitting) -> ResponseReturnValue:
    """The page that asks for a reason."""
    return _sitting_page("cancel", sitting, ReasonForm())


@bp.post("/calls/<slug>/sittings/<int:number>/cancellation")
@guard(Permission.EDIT, load=sitting_at)
def cancel(sitting: Sitting) -> ResponseReturnValue:
    """Call a sitting off."""
    form = ReasonForm(request.form)
    if not form.validate():
        return _sitting_page("cancel", sitting, form), 422
    with transaction():
        changing.cancel(sitting, by=viewer().member, reason=form.reason.data or "", now=clock.now())
        location = _page_of(sitting)
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
    return _sitting_page("place", sitting, PlaceForm(data=place_of(sitting)))


@bp.post("/calls/<slug>/sittings/<int:number>/place")
@guard(Permission.EDIT_TIMES, load=sitting_at)
def change_place(sitting: Sitting) -> ResponseReturnValue:
    """Change places and join link of one sitting."""
    form = PlaceForm(request.form)
    if not form.validate():
        return _sitting_page("place", sitting, form), 422
    try:
        with transaction():
            changing.change_place(sitting, form.place(), by=viewer().member, now=clock.now())
            location = _page_of(sitting)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _sitting_page("place", sitting, form), refusal.status
    flash("Places and join link are saved.")
    return redirect(location, 303)


def _page_of(sitting: Sitting) -> str:
    return url_for("front.show_call", slug=sitting.call.slug)


def _new_call_page(form: CallForm) -> str:
    return render_template("calls/new_call.html", form=form, once_key=once_key())


def _new_date_page(series: Series, form: ExtraDateForm) -> str:
    return render_template(
        "calls/new_date.html",
        slug=series.slug,
        title=series.title,
        form=form,
        once_key=once_key(),
    )


def _edit_call_page(call: Call, form: DetailsForm) -> str:
    return render_template(
        "calls/edit_call.html",
        slug=call.slug,
        series_title=call.series.title if call.series else None,
        form=form,
    )


def _sitting_page(kind: str, sitting: Sitting, form: MoveForm | ReasonForm | PlaceForm) -> str:
    member = viewer().member
    return render_template(
        f"calls/{kind}.html",
        slug=sitting.call.slug,
        title=sitting.call.title,
        number=sitting.position + 1,
        form=form,
        when=when_of(sitting, member.zone if member else None),
        of=len(sittings_of(sitting.call)),
    )
