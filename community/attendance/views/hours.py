"""The local hours of a call, and of the next dates of a series, for the zones of those who come."""

from collections.abc import Sequence

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may_see, viewer
from community.attendance.hour_queries import held_before, numbers_by_zone
from community.attendance.hours import FEWEST, carried, groups_of, row_of
from community.attendance.policies import Permission
from community.calls import listing
from community.calls.models import Call, Series
from community.calls.policies import is_facilitator_of
from community.calls.queries import call_by_slug, series_by_slug, sittings_of
from community.calls.times import Sitting

from .blueprint import bp

_AHEAD = 4  # dates of a series


@bp.get("/calls/<slug>/hours")
@guard(Permission.SEE_HOURS, load=call_by_slug)
def show_hours_of_call(call: Call) -> ResponseReturnValue:
    """The local hours of the sittings of a call, and what those of its series were before."""
    series = call.series if call.series and may_see(viewer(), call.series) else None
    return _page(call, series, sittings_of(call))


@bp.get("/series/<slug>/hours")
@guard(Permission.SEE_HOURS, load=series_by_slug)
def show_hours_of_series(series: Series) -> ResponseReturnValue:
    """The same of the next dates of a series."""
    for_owner = is_facilitator_of(viewer(), series)
    coming, _ = listing.dates_of_series(
        series, clock.now(), for_member=True, for_owner=for_owner, most=_AHEAD
    )
    return _page(series, series, coming)


def _page(
    subject: Call | Series, series: Series | None, sittings: Sequence[Sitting]
) -> ResponseReturnValue:
    if subject.is_removed:
        abort(410)
    who, now = viewer(), clock.now()
    held = [sitting for sitting in sittings if not sitting.is_cancelled]
    for_owner = series is not None and is_facilitator_of(who, series)
    numbers, before = held_before(series, now, for_owner=for_owner) if series else ((), ())
    spans = [(sitting.starts_at, sitting.ends_at) for sitting in held]
    at = [starts for starts, _ in (*spans, *(span for call in before for span in call))]
    found = numbers_by_zone([*numbers, *(sitting.id for sitting in held)])
    groups = groups_of(found, at, who.member.zone) if at else []
    rows = [row_of(group, spans, before) for group in groups]
    return render_template(
        "attendance/hours.html",
        slug=subject.slug,
        title=subject.title,
        is_series=isinstance(subject, Series),
        visibility=subject.visibility,
        rows=rows,
        carried=carried(rows) if before else None,
        before=len(before),
        fewest=FEWEST,
        is_counted=who.member.person.tells_zone,
    )
