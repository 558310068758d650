"""Who did what, for everybody to read: of a call and of a series; what is confirmed, no more."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, permitted, viewer
from community.agreement import agreed_first
from community.calls.models import Call, Series
from community.calls.queries import call_by_slug, series_by_slug
from community.calls.when import when_of
from community.db import transaction
from community.ledger import confirming, queries, taking_off
from community.ledger.evidence_queries import took_place
from community.ledger.forms import OwnLineForm, TakingOffForm
from community.ledger.policies import Permission

from .blueprint import bp, keep_to_its_readers, seen_by


@bp.get("/calls/<slug>/labour")
@guard(Permission.READ_LABOUR, load=call_by_slug)
def show_call_labour(call: Call) -> ResponseReturnValue:
    """Who did what for a call."""
    return _page(call, OwnLineForm(), 200)


@bp.post("/calls/<slug>/labour")
@guard(Permission.ADD_LABOUR, load=call_by_slug)
@agreed_first()
def add_line(call: Call) -> ResponseReturnValue:
    """Add a line of one's own."""
    form = OwnLineForm(request.form)
    if not form.validate():
        return _page(call, form, 422)
    with transaction():
        confirming.add(call, form.own_line, by=viewer().member, now=clock.now())
        location = url_for("ledger.show_call_labour", slug=call.slug)
    flash("It is listed. You can take it back under “My labour”.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/labour/removal")
@guard(Permission.TAKE_OFF_LINE, load=call_by_slug)
def take_off(call: Call) -> ResponseReturnValue:
    """Take a line that is not right off the list."""
    form = TakingOffForm(request.form)
    if not form.validate():
        return _page(call, OwnLineForm(), 422, form)
    given = {"reason": form.reason.data or "", "by": viewer().member, "now": clock.now()}
    with transaction():
        taking_off.take_off(call, form.line.data, **given)
        location = url_for("ledger.show_call_labour", slug=call.slug)
    flash("It is off the list. Whoever it is about reads why.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/labour/removal/withdrawal")
@guard(Permission.TAKE_OFF_LINE, load=call_by_slug)
def put_back(call: Call) -> ResponseReturnValue:
    """Put it on the list again."""
    with transaction():
        key = request.form.get("line", "")
        taking_off.put_back(call, key, by=viewer().member, now=clock.now())
        location = url_for("ledger.show_call_labour", slug=call.slug)
    flash("It is on the list again.")
    return redirect(location, 303)


@bp.get("/series/<slug>/labour")
@guard(Permission.READ_LABOUR, load=series_by_slug)
def show_series_labour(series: Series) -> ResponseReturnValue:
    """Who did what for a series, by date, and how much of each kind; people are not compared."""
    keep_to_its_readers(series)
    seen, who = seen_by(series), viewer()
    page = queries.calls_with_lines(series, **seen, cursor=request.args.get("after"))
    lines = queries.lines_of_calls([sitting.call_id for sitting in page.rows])
    zone = who.member.zone if who.member else None
    return render_template(
        "ledger/series.html",
        slug=series.slug,
        title=series.title,
        visibility=series.visibility.value,
        totals=queries.totals_of(series, **seen),
        calls=[
            {
                "title": sitting.call.title,
                "slug": sitting.call.slug,
                "when": when_of(sitting, zone),
                "lines": lines[sitting.call_id],
            }
            for sitting in page.rows
        ],
        next_cursor=page.next,
    )


def _page(
    call: Call, form: OwnLineForm, status: int, off_form: TakingOffForm | None = None
) -> ResponseReturnValue:
    keep_to_its_readers(call)
    can = permitted(viewer(), call, [Permission.ADD_LABOUR, Permission.TAKE_OFF_LINE])
    takes_off = Permission.TAKE_OFF_LINE.value in can
    page = render_template(
        "ledger/call.html",
        slug=call.slug,
        title=call.title,
        visibility=call.visibility.value,
        series=(call.series.slug, call.series.title) if call.series else None,
        lines=queries.lines_of_call(call.id),
        form=form,
        off_form=off_form or TakingOffForm(),
        is_taking_off=off_form is not None,
        taken_off=queries.taken_off_call(call.id) if takes_off else [],
        was_held=took_place(call, clock.now()),
        can=can,
    )
    return page, status
