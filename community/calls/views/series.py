"""Series over HTTP: start one, change its words and times, delete it and bring it back."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts.models import Member
from community.accounts.queries import present_community
from community.agreement import agreed_first
from community.calls import rescheduling, scheduling
from community.calls.changing import Conflict
from community.calls.conflicting import lay_beside
from community.calls.drafts import Times
from community.calls.forms import DetailsForm
from community.calls.models import Series
from community.calls.policies import Permission
from community.calls.prefill import details_of, times_of
from community.calls.previewing import Preview, mark_of, preview_of
from community.calls.queries import series_by_slug, upcoming_dates
from community.calls.rehearsing import rehearse
from community.calls.repeat_forms import SeriesForm, TimesForm
from community.calls.rules import Rule, RuleRefused
from community.calls.rules import Slot as Hour
from community.calls.wording import describe
from community.calls.writing import rule_of
from community.db import transaction
from community.drafts import places
from community.drafts.keeping import forget_draft
from community.drafts.places import NEW_SERIES
from community.drafts.sent import CHANGED_SINCE, Begun, forget_sent, sent_tab
from community.outbox.audience import number_told
from community.sent import act_once, once_key, typed

from .blueprint import bp
from .keeping import TEXT, begun_new_series, begun_series


class Change(TypedDict):
    """From when a series changes, against which version, by whom and when."""

    since: date | None
    version: int
    by: Member
    now: datetime


def home_zone() -> str:
    """The zone a form begins with: the member's, else the community's."""
    member, community = viewer().member, present_community()
    return member.zone if member else (community.zone if community else "UTC")


@bp.get("/series/new")
@guard(Permission.START_SERIES)
def new_series() -> ResponseReturnValue:
    """The form for a new series."""
    zone = home_zone()
    own = begun_new_series()
    empty = {"hours": [{"zone": zone}] * scheduling.MOST_SITTINGS}
    return _series_page(SeriesForm(own.typed(TEXT), data=empty), own=own)


@bp.post("/series")
@guard(Permission.START_SERIES)
@agreed_first()
def start_series() -> ResponseReturnValue:
    """Start the series; what it means is shown first."""
    form = SeriesForm(request.form)
    if not form.validate():
        return _series_page(form), 422
    shown = _to_be_shown(form.times())
    if shown is not None:
        return _series_page(form, shown)

    def act() -> str:
        series = scheduling.start_series(
            form.details(), form.times(), by=viewer().member, now=clock.now()
        )
        forget_draft(viewer().member, NEW_SERIES, sent_tab())
        flash(f"“{series.title}” is in the calendar.")
        return url_for("front.show_series", slug=series.slug, sent=NEW_SERIES)

    return act_once(act)


@bp.get("/series/<slug>/edit")
@guard(Permission.EDIT, load=series_by_slug)
def edit_series(series: Series) -> ResponseReturnValue:
    """The form for what a series says of itself."""
    own = begun_series(series)
    form = DetailsForm(own.typed(TEXT), data=details_of(series))
    if own.is_behind(series.version):
        lay_beside(form, details_of(series), why=CHANGED_SINCE)
    return _edit_page(series, form, own)


@bp.post("/series/<slug>/details")
@guard(Permission.EDIT, load=series_by_slug)
@agreed_first()
def change_series(series: Series) -> ResponseReturnValue:
    """Change what a series says of itself."""
    form = DetailsForm(request.form)
    if not form.validate():
        return _edit_page(series, form), 422
    try:
        with transaction(typed()):
            rescheduling.change_details(
                series, form.details(), version=form.read_version(), now=clock.now()
            )
            sent = forget_sent(places.of_series(series.id))
            location = url_for("front.show_series", slug=series.slug, sent=sent)
    except Conflict as conflict:
        lay_beside(form, details_of(series), why=str(conflict))
        return _edit_page(series, form), 409
    flash("The series is changed.")
    return redirect(location, 303)


def _edit_page(series: Series, form: DetailsForm, own: Begun | None = None) -> str:
    return render_template(
        "calls/edit_series.html",
        slug=series.slug,
        title=series.title,
        form=form,
        begun=own or begun_series(series),
    )


@bp.get("/series/<slug>/times")
@guard(Permission.EDIT_TIMES, load=series_by_slug)
def edit_times(series: Series) -> ResponseReturnValue:
    """The form for new times, filled with the present ones."""
    return _times_page(series, TimesForm(data=times_of(series)))


@bp.post("/series/<slug>/times")
@guard(Permission.EDIT_TIMES, load=series_by_slug)
def change_times(series: Series) -> ResponseReturnValue:
    """Change the times; what the new ones mean is shown first."""
    form = TimesForm(request.form)
    if not form.validate():
        return _times_page(series, form), 422
    now = clock.now()
    times = form.times(_kept_rule(series) if form.keep_rule.data else None)
    change: Change = {
        "since": _date_or_none(form.since.data),
        "version": form.read_version(),
        "by": viewer().member,
        "now": now,
    }
    try:
        if not _was_shown(times):
            return _times_page(series, form, _rehearsed(series, times, change))
        with transaction():
            rescheduling.change_times(series, times, **change)
            location = url_for("front.show_series", slug=series.slug)
    except RuleRefused as refused:
        form.form_errors.append(str(refused))
        return _times_page(series, form), 422
    except Conflict as conflict:
        form.form_errors.append(str(conflict))
        form.version.data = str(series.version)
        return _times_page(series, form), 409
    flash("The times are changed. Answers have moved along with their dates.")
    return redirect(location, 303)


def _series_page(
    form: SeriesForm, shown: Preview | None = None, *, own: Begun | None = None
) -> str:
    return render_template(
        "calls/new_series.html",
        form=form,
        begun=own or begun_new_series(),
        preview=shown,
        once_key=once_key(),
    )


def _times_page(series: Series, form: TimesForm, shown: Preview | None = None) -> str:
    recurrence = scheduling.present_recurrence(series)
    hours = [Hour(s.zone, s.time, s.minutes) for s in scheduling.slots_of(recurrence)]
    return render_template(
        "calls/edit_times.html",
        slug=series.slug,
        title=series.title,
        form=form,
        preview=shown,
        words=describe(rule_of(recurrence), hours),
        upcoming=upcoming_dates(series, clock.now()),
    )


def _kept_rule(series: Series) -> Rule:
    return rule_of(scheduling.present_recurrence(series))


def _to_be_shown(times: Times) -> Preview | None:
    """What `times` mean, where that was asked for or not shown yet; None: save them."""
    if _was_shown(times):
        return None
    return preview_of(times, now=clock.now(), reader_zone=home_zone())


def _was_shown(times: Times) -> bool:
    return request.form.get("seen") == mark_of(times) and request.form.get("intent") != "preview"


def _rehearsed(series: Series, times: Times, change: Change) -> Preview:
    """What changing a series to `times` would do: just what saving it does."""
    told = rehearse(series, times, **change)
    shown = preview_of(
        replace(times, rule=told.rule),
        now=change["now"],
        reader_zone=home_zone(),
        since=change["since"],
    )
    number = number_told(told.changed, change["now"])
    return replace(shown, seen=mark_of(times), dropped=told.dropped, told=number)


def _date_or_none(text: str | None) -> date | None:
    try:
        return datetime.strptime(text or "", "%Y-%m-%d").date()  # noqa: DTZ007 - a local date
    except ValueError:
        return None
