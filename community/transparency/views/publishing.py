"""Drafting the report of a half-year, and agreeing to it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation.half_years import HalfYear, half_year_at
from community.transparency import drafting, queries
from community.transparency.models import TransparencyReport
from community.transparency.policies import Permission

from .blueprint import bp


def _over(label: str) -> HalfYear | None:
    half = half_year_at(label)
    is_open = half in queries.waiting(clock.now()) or (half and queries.report_of(half))
    return half if is_open else None


@bp.post("/transparency/<label>/draft")
@guard(Permission.PUBLISH_NUMBERS, load=_over)
def draft_report(half: HalfYear) -> ResponseReturnValue:
    """Write down what is said of a half-year that is over."""
    with transaction():
        drafting.draft(half, now=clock.now())
    return redirect(url_for("transparency.show_report", label=half.label), 303)


def _report(label: str) -> TransparencyReport | None:
    half = half_year_at(label)
    return queries.report_of(half) if half else None


@bp.post("/transparency/<label>/approval")
@guard(Permission.PUBLISH_NUMBERS, load=_report)
def approve_report(report: TransparencyReport) -> ResponseReturnValue:
    """Agree that a report is published; with the second person it is."""
    label = report.half_year.label
    with transaction():
        drafting.approve(report, by=viewer().member, now=clock.now())
        is_out = report.publication is not None
    flash("It is published." if is_out else "Noted. It is published when somebody else agrees too.")
    return redirect(url_for("transparency.show_report", label=label), 303)


@bp.post("/transparency/<label>/approval/withdrawal")
@guard(Permission.PUBLISH_NUMBERS, load=_report)
def take_approval_back(report: TransparencyReport) -> ResponseReturnValue:
    """Agree no more, before it is published."""
    label = report.half_year.label
    with transaction():
        drafting.take_back(report, by=viewer().member)
    return redirect(url_for("transparency.show_report", label=label), 303)
