"""Lists of records: those of a series, and the calls one facilitates that are without."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.calls.models import Series, Visibility
from community.calls.policies import Permission as CallPermission
from community.calls.policies import is_facilitator_of
from community.calls.queries import series_by_slug
from community.calls.times import Sitting
from community.calls.when import when_of
from community.origin import keep_from_shared_caches
from community.records.list_queries import missing_for, records_of_series
from community.records.policies import Permission
from community.records.redacting_calls import redactions_in_titles

from .blueprint import bp, refuse_gone

_BACK = timedelta(days=60)  # of calls that ended longer ago nobody is reminded


@bp.get("/series/<slug>/records")
@guard(CallPermission.READ, load=series_by_slug)
def list_records(series: Series) -> ResponseReturnValue:
    """The published records of a series, the latest first."""
    refuse_gone(series)
    if series.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()
    who = viewer()
    page = records_of_series(
        series,
        for_member=who.member is not None,
        for_owner=is_facilitator_of(who, series),
        cursor=request.args.get("after"),
    )
    return render_template(
        "records/list.html",
        slug=series.slug,
        title=series.title,
        visibility=series.visibility.value,
        lines=_lines(page.rows),
        next_cursor=page.next,
        holds=may(who, CallPermission.EDIT_TIMES, series),
    )


@bp.get("/my-calls/records")
@guard(Permission.SEE_MISSING_RECORDS)
def list_missing_records() -> ResponseReturnValue:
    """The calls one facilitates that ended in the last two months and have no record."""
    now: datetime = clock.now()
    sittings = missing_for(viewer().member, now - _BACK, now)
    return render_template("records/missing.html", lines=_lines(sittings))


def _lines(sittings: Sequence[Sitting]) -> list[dict[str, object]]:
    who, cut = viewer(), redactions_in_titles(sitting.call for sitting in sittings)
    return [
        {
            "title": one.call.title,
            "href": url_for("records.show_record", slug=one.call.slug),
            "when": when_of(one, who.member.zone if who.member else None),
            "redactions": cut.get(one.call_id, ()),
        }
        for one in sittings
    ]
