"""Looking back at a call over HTTP: what worked well, what to do differently, and the trend."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, may_see, permitted, viewer
from community.agreement import agreed_first
from community.calls.models import Call, Series, Visibility
from community.calls.policies import is_facilitator_of
from community.calls.queries import call_by_slug, series_by_slug, sittings_of
from community.calls.when import times_held
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.facilitation import looking_back
from community.facilitation.look_back_forms import LookBackForm, TakingOutForm
from community.facilitation.look_back_models import LookBack
from community.facilitation.look_back_queries import (
    FEWEST,
    look_back_by_key,
    number_said,
    own_of,
    said_of,
    trend_of,
)
from community.facilitation.picturing import picture_of
from community.facilitation.policies import Permission
from community.facilitation.timing import is_long_over, may_look_back
from community.origin import keep_from_shared_caches

from .blueprint import bp


@bp.get("/calls/<slug>/looking-back")
@guard(Permission.READ_LOOK_BACKS, load=call_by_slug)
def show_looking_back(call: Call) -> ResponseReturnValue:
    """What was said of a call, and the two boxes for one's own."""
    return _page(call)


@bp.post("/calls/<slug>/looking-back")
@guard(Permission.LOOK_BACK, load=call_by_slug)
@agreed_first()
def look_back(call: Call) -> ResponseReturnValue:
    """Say how it was, or say it anew."""
    form = LookBackForm(request.form)
    if not form.validate():
        return _page(call, form), 422
    worked, differently = form.worked.data or "", form.differently.data or ""
    by, now = viewer().member, clock.now()
    try:
        with transaction():
            sparing.allow(sparing.LOOK_BACK, by, now=now)
            looking_back.look_back(call, worked=worked, differently=differently, by=by, now=now)
            location = _address(call)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(call, form), refusal.status
    flash("Thank you. It is kept." if worked or differently else "What you said is taken back.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/looking-back/withdrawal")
@guard(Permission.LOOK_BACK, load=call_by_slug)
def take_look_back(call: Call) -> ResponseReturnValue:
    """Take back what one has said."""
    with transaction():
        looking_back.take_back(call, by=viewer().member)
        location = _address(call)
    flash("What you said is taken back.")
    return redirect(location, 303)


@bp.post("/looking-back/<key>/removal")
@guard(Permission.TAKE_OUT_LOOK_BACK, load=look_back_by_key)
def remove_look_back(said: LookBack) -> ResponseReturnValue:
    """Take somebody's words out."""
    form = TakingOutForm(request.form)
    if not form.validate():
        abort(422)
    with transaction():
        looking_back.remove(
            said, by=viewer().member, reason=form.reason.data or "", now=clock.now()
        )
        location = _address(said.call)
    flash("The words are taken out.")
    return redirect(location, 303)


@bp.post("/looking-back/<key>/removal/withdrawal")
@guard(Permission.TAKE_OUT_LOOK_BACK, load=look_back_by_key)
def put_look_back_back(said: LookBack) -> ResponseReturnValue:
    """Put them back."""
    with transaction():
        looking_back.put_back(said, by=viewer().member, now=clock.now())
        location = _address(said.call)
    flash("The words are back.")
    return redirect(location, 303)


@bp.get("/series/<slug>/looking-back")
@guard(Permission.READ_LOOK_BACKS, load=series_by_slug)
def show_trend(series: Series) -> ResponseReturnValue:
    """What was said of the calls of a series, one after the other."""
    who, now = viewer(), clock.now()
    if series.is_removed:
        abort(410)
    _keep_to_its_readers(series)
    calls = trend_of(
        series, now, for_member=who.member is not None, for_owner=is_facilitator_of(who, series)
    )
    return render_template(
        "facilitation/trend.html",
        slug=series.slug,
        title=series.title,
        visibility=series.visibility.value,
        calls=calls,
        picture=picture_of([(call.worked, call.differently) for call in calls]),
        zone=clock.zone(who.member.zone if who.member else "UTC"),
    )


def _page(call: Call, form: LookBackForm | None = None) -> str:
    who, now, sittings = viewer(), clock.now(), sittings_of(call)
    if call.is_removed:
        abort(404)
    _keep_to_its_readers(call)
    takes_out = _takes_out(call)
    number = number_said(call.id)
    is_shown = number >= FEWEST or (bool(number) and is_long_over(sittings, now))
    mine, taken_out = own_of(call.id, who.member) if who.member else (None, None)
    return render_template(
        "facilitation/looking_back.html",
        slug=call.slug,
        title=call.title,
        visibility=call.visibility.value,
        series=call.series.slug if call.series and may_see(who, call.series) else None,
        times=times_held(sittings, who.member.zone if who.member else None),
        is_time=may_look_back(sittings, now),
        form=form or LookBackForm(obj=mine),
        mine=mine is not None,
        is_aside=mine is not None and mine.is_aside,
        taken_out=taken_out,
        number=number,
        fewest=FEWEST,
        said=said_of(call.id, with_those_out=takes_out) if is_shown else [],
        takes_out=takes_out,
        can=permitted(who, call, [Permission.LOOK_BACK]),
    )


def _keep_to_its_readers(subject: Call | Series) -> None:
    if subject.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def _takes_out(call: Call) -> bool:
    return may(viewer(), Permission.TAKE_OUT_LOOK_BACK, LookBack(call=call))


def _address(call: Call) -> str:
    return url_for("facilitation.show_looking_back", slug=call.slug)
