"""Single dates over HTTP: one-off calls, extra dates, words of their own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.calls import changing, scheduling
from community.calls.changing import Conflict
from community.calls.conflicting import lay_beside
from community.calls.date_forms import CallForm, ExtraDateForm, SittingsForm
from community.calls.events import CallDuplicated
from community.calls.forms import DetailsForm
from community.calls.models import Call, Series
from community.calls.policies import Permission
from community.calls.prefill import copy_of, details_of, place_of
from community.calls.queries import call_by_slug, series_by_slug, sittings_of
from community.calls.walltime import instant
from community.db import transaction
from community.drafts import places
from community.drafts.keeping import forget_draft
from community.drafts.sent import CHANGED_SINCE, Begun, forget_sent, sent_tab
from community.events import announce
from community.sent import act_once, once_key, typed

from .blueprint import bp
from .keeping import TEXT, begun_call, begun_new_call, example, place_of_new_call
from .series import home_zone


@bp.get("/calls/new")
@guard(Permission.SCHEDULE_CALL)
def new_call() -> ResponseReturnValue:
    """The form for a one-off call."""
    source = example()
    own = begun_new_call(source)
    if source is not None:
        given = copy_of(source, sittings_of(source))
    else:
        given = {"sittings": [{"zone": home_zone()}] * scheduling.MOST_SITTINGS}
    return _new_call_page(CallForm(own.typed(TEXT), data=given), source, own)


@bp.post("/calls")
@guard(Permission.SCHEDULE_CALL)
@agreed_first()
def schedule_call() -> ResponseReturnValue:
    """Schedule a one-off call."""
    form, source = CallForm(request.form), example()
    if not form.validate() or _is_past(form):
        return _new_call_page(form, source), 422
    sent = place_of_new_call(source)

    def act() -> str:
        call = scheduling.schedule_call(
            form.details(), form.drafts(), by=viewer().member, now=clock.now()
        )
        if source is not None:
            announce(CallDuplicated(source, call, viewer().member, clock.now()))
        forget_draft(viewer().member, sent, sent_tab())
        flash(f"“{call.title}” is in the calendar.")
        return url_for("front.show_call", slug=call.slug, sent=sent)

    return act_once(act)


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
@agreed_first()
def add_date(series: Series) -> ResponseReturnValue:
    """Add a date the rule does not give."""
    form = ExtraDateForm(request.form)
    if not form.validate() or _is_past(form):
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

    return act_once(act)


@bp.get("/calls/<slug>/edit")
@guard(Permission.EDIT, load=call_by_slug)
def edit_call(call: Call) -> ResponseReturnValue:
    """The form for what one call says of itself."""
    own = begun_call(call)
    form = DetailsForm(own.typed(TEXT), data=details_of(call))
    if own.is_behind(call.version):
        lay_beside(form, details_of(call), why=CHANGED_SINCE)
    return _edit_call_page(call, form, own)


@bp.post("/calls/<slug>/details")
@guard(Permission.EDIT, load=call_by_slug)
@agreed_first()
def change_call(call: Call) -> ResponseReturnValue:
    """Change what one call says of itself."""
    form = DetailsForm(request.form)
    if not form.validate():
        return _edit_call_page(call, form), 422
    try:
        with transaction(typed()):
            changing.change_call(call, form.details(), version=form.read_version(), now=clock.now())
            sent = forget_sent(places.of_call(call.id))
            location = url_for("front.show_call", slug=call.slug, sent=sent)
    except Conflict as conflict:
        lay_beside(form, details_of(call), why=str(conflict))
        return _edit_call_page(call, form), 409
    flash("The call is changed.")
    return redirect(location, 303)


def _is_past(form: SittingsForm) -> bool:
    """Whether one of the times has passed; said on the form."""
    now = clock.now()
    late = any(instant(draft.local_start, draft.zone) <= now for draft in form.drafts())
    if late:
        form.form_errors.append("That time has passed. Choose a time to come.")
    return late


def _new_call_page(form: CallForm, source: Call | None, own: Begun | None = None) -> str:
    return render_template(
        "calls/new_call.html",
        form=form,
        begun=own or begun_new_call(source),
        once_key=once_key(),
        like=(source.slug, source.title) if source else None,
    )


def _new_date_page(series: Series, form: ExtraDateForm) -> str:
    return render_template(
        "calls/new_date.html",
        slug=series.slug,
        title=series.title,
        form=form,
        once_key=once_key(),
    )


def _edit_call_page(call: Call, form: DetailsForm, own: Begun | None = None) -> str:
    return render_template(
        "calls/edit_call.html",
        slug=call.slug,
        series_title=call.series.title if call.series else None,
        form=form,
        begun=own or begun_call(call),
    )
