"""Deleting a series or a call over HTTP, and bringing it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.calls import removing
from community.calls.date_forms import ReasonForm
from community.calls.models import Call, Series
from community.calls.policies import Permission
from community.calls.queries import call_by_slug, held_ahead, series_by_slug
from community.db import transaction
from community.outbox.audience import number_told

from .blueprint import bp


@bp.get("/series/<slug>/delete")
@guard(Permission.REMOVE, load=series_by_slug)
def ask_to_remove_series(series: Series) -> ResponseReturnValue:
    """The page that asks for a reason."""
    return _page("series", series, ReasonForm())


@bp.post("/series/<slug>/removal")
@guard(Permission.REMOVE, load=series_by_slug)
def remove_series(series: Series) -> ResponseReturnValue:
    """Delete a series."""
    form = ReasonForm(request.form)
    if not form.validate():
        return _page("series", series, form), 422
    with transaction():
        removing.remove_series(
            series, by=viewer().member, reason=form.reason.data or "", now=clock.now()
        )
        location = url_for("front.show_series", slug=series.slug)
    flash("The series is deleted. You can bring it back here.")
    return redirect(location, 303)


@bp.post("/series/<slug>/removal/withdrawal")
@guard(Permission.REMOVE, load=series_by_slug)
def restore_series(series: Series) -> ResponseReturnValue:
    """Bring a deleted series back."""
    with transaction():
        removing.restore_series(series, by=viewer().member, now=clock.now())
        location = url_for("front.show_series", slug=series.slug)
    flash("The series is back.")
    return redirect(location, 303)


@bp.get("/calls/<slug>/delete")
@guard(Permission.REMOVE, load=call_by_slug)
def ask_to_remove_call(call: Call) -> ResponseReturnValue:
    """The page that asks for a reason."""
    return _page("call", call, ReasonForm())


@bp.post("/calls/<slug>/removal")
@guard(Permission.REMOVE, load=call_by_slug)
def remove_call(call: Call) -> ResponseReturnValue:
    """Delete a call."""
    form = ReasonForm(request.form)
    if not form.validate():
        return _page("call", call, form), 422
    with transaction():
        removing.remove_call(
            call, by=viewer().member, reason=form.reason.data or "", now=clock.now()
        )
        location = url_for("front.show_call", slug=call.slug)
    flash("The call is deleted. You can bring it back here.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/removal/withdrawal")
@guard(Permission.REMOVE, load=call_by_slug)
def restore_call(call: Call) -> ResponseReturnValue:
    """Bring a deleted call back."""
    with transaction():
        removing.restore_call(call, by=viewer().member, now=clock.now())
        location = url_for("front.show_call", slug=call.slug)
    flash("The call is back.")
    return redirect(location, 303)


def _page(kind: str, subject: Series | Call, form: ReasonForm) -> str:
    now = clock.now()
    return render_template(
        f"calls/remove_{kind}.html",
        slug=subject.slug,
        title=subject.title,
        form=form,
        told=number_told(held_ahead(subject, now), now),
    )
