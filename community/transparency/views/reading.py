"""Reports of half-years for everybody to read, on a page and as a sheet; drafts for those who
agree to them.
"""

from flask import Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access import may, permitted, public, viewer
from community.accounts.queries import present_community
from community.moderation.half_years import half_year_at
from community.notes.blocks import reader_zone
from community.transparency import queries
from community.transparency.exports import as_sheet
from community.transparency.models import TransparencyReport
from community.transparency.policies import Permission

from .blueprint import bp


@bp.get("/transparency")
@public
def list_reports() -> ResponseReturnValue:
    """Every report that is published; for those who draft them, what waits too."""
    is_theirs = may(viewer(), Permission.PUBLISH_NUMBERS)
    found = [one for one in queries.reports() if is_theirs or one.publication is not None]
    page = render_template(
        "transparency/list.html",
        reports=[one for one in found if one.publication is not None],
        drafts=[one for one in found if one.publication is None],
        waiting=queries.waiting(clock.now()) if is_theirs else [],
        can=permitted(viewer(), None, [Permission.PUBLISH_NUMBERS]),
        zone=reader_zone(viewer()),
    )
    return _kept_by_nobody(page) if is_theirs else make_response(page)


@bp.get("/transparency/<label>")
@public
def show_report(label: str) -> ResponseReturnValue:
    """What a report says. A draft is there only for those who agree to it."""
    report = _report_at(label)
    member = viewer().member
    page = render_template(
        "transparency/report.html",
        report=report,
        said={one.name: one for one in report.cells},
        place=present_community(),
        has_agreed=member is not None and member.id in {one.member_id for one in report.approvals},
        zone=reader_zone(viewer()),
    )
    return make_response(page) if report.publication else _kept_by_nobody(page)


@bp.get("/transparency/<label>.csv")
@public
def show_sheet(label: str) -> ResponseReturnValue:
    """The same as a sheet."""
    report = _report_at(label)
    response = Response(as_sheet(report), mimetype="text/csv")
    name = f"transparency-{report.half_year.label}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response if report.publication else _kept_by_nobody(response)


def _report_at(label: str) -> TransparencyReport:
    half = half_year_at(label)
    report = queries.report_of(half) if half else None
    if report is None:
        abort(404)
    if report.publication is None and not may(viewer(), Permission.PUBLISH_NUMBERS):
        abort(404)
    return report


def _kept_by_nobody(page: str | Response) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
