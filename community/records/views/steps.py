"""The steps of a record: open for correction, published, or none; each with its way back."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.db import transaction
from community.fields import counted
from community.records import audience, publishing, queries
from community.records.forms import AbsenceForm, PeriodForm
from community.records.models import USUAL_DAYS
from community.records.policies import Permission

from .blueprint import about, bp, to_record, to_steps

_PUBLISHED_BEFORE = (
    "The record was published before you did it. Look what it says now; what was noted since is"
    " part of it once you publish again."
)
_TAKEN_BACK = (
    "Nothing was published: somebody has taken the publication back since you opened the page."
)


@bp.get("/calls/<slug>/record/publication")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def show_steps(call: Call) -> ResponseReturnValue:
    """Where the record stands, and what can be done next."""
    return _page(call, 200)


@bp.post("/calls/<slug>/record/correction-period")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def open_for_correction(call: Call) -> ResponseReturnValue:
    """Open the record for correction."""
    form = PeriodForm(request.form)
    if not form.validate():
        return _page(call, 422, period_form=form)
    with transaction():
        publishing.open_for_correction(
            call,
            days=form.days.data or USUAL_DAYS,
            publishes=bool(form.publishes.data),
            by=viewer().member,
            now=clock.now(),
        )
        slug = call.slug
    flash("The record is open for correction.")
    return to_record(slug)


@bp.post("/calls/<slug>/record/correction-period/withdrawal")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def close_to_corrections(call: Call) -> ResponseReturnValue:
    """Make it a draft again."""
    with transaction():
        publishing.close_to_corrections(call, by=viewer().member, now=clock.now())
        slug = call.slug
    flash("The record is a draft again.")
    return to_steps(slug)


@bp.post("/calls/<slug>/record/publication")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
@agreed_first()
def publish(call: Call) -> ResponseReturnValue:
    """Publish the record, or publish it again with what was noted since."""
    seen = counted(request.form.get("seen"))
    with transaction():
        done = publishing.publish(call, seen=seen, by=viewer().member, now=clock.now())
        slug = call.slug
        is_published = done or queries.standing_of(call.id).is_published
    if done:
        flash("The record is published.")
        return to_record(slug)
    flash(_PUBLISHED_BEFORE if is_published else _TAKEN_BACK, "warning")
    return to_steps(slug)


@bp.post("/calls/<slug>/record/publication/withdrawal")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def take_back(call: Call) -> ResponseReturnValue:
    """Take the publication back."""
    with transaction():
        publishing.take_back(call, by=viewer().member, now=clock.now())
        slug = call.slug
    flash("The record is a draft again.")
    return to_steps(slug)


@bp.post("/calls/<slug>/record/absence")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
@agreed_first()
def say_there_is_none(call: Call) -> ResponseReturnValue:
    """Say that there is no record of this call."""
    form = AbsenceForm(request.form)
    if not form.validate():
        return _page(call, 422, absence_form=form)
    with transaction():
        why = form.why.data or ""
        publishing.say_there_is_none(call, why=why, by=viewer().member, now=clock.now())
        slug = call.slug
    flash("The page of the call says that there is no record.")
    return to_steps(slug)


@bp.post("/calls/<slug>/record/absence/withdrawal")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def write_one_after_all(call: Call) -> ResponseReturnValue:
    """There is one after all."""
    with transaction():
        publishing.write_one_after_all(call, by=viewer().member, now=clock.now())
        slug = call.slug
    flash("The record is a draft again.")
    return to_steps(slug)


def _page(
    call: Call,
    status: int,
    period_form: Form | None = None,
    absence_form: Form | None = None,
) -> ResponseReturnValue:
    head, now = about(call), clock.now()
    standing = queries.standing_of(call.id)
    page = render_template(
        "records/steps.html",
        **head,
        period_form=period_form or PeriodForm(),
        absence_form=absence_form or AbsenceForm(),
        seen=standing.publication.id if standing.publication else 0,
        published_at=standing.publication.at if standing.publication else None,
        is_open=standing.is_open(now),
        open_until=standing.period.until if standing.period else None,
        publishes=bool(standing.period and standing.period.publishes),
        is_absent=standing.absence is not None,
        why_absent=standing.absence.why if standing.absence else "",
        has_ended=queries.has_ended(call, sittings_of(call), now),
        waiting=queries.number_waiting(call.id),
        to_correct=audience.number_to_ask(call),
        to_read=audience.number_to_tell(call),
    )
    return page, status
