"""The blueprint of reports and cases, and how their pages are kept: by nobody."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template

from community import clock
from community.access import viewer
from community.accounts.queries import present_community

bp = Blueprint("moderation", __name__)


def shown(template: str, status: int = 200, **values: Any) -> Response:
    """A page that neither caches nor search engines may keep."""
    page = render_template(f"moderation/{template}.html", zone=zone_here(), **values)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def zone_here() -> ZoneInfo:
    """The zone of whoever looks; a visitor is shown the place's own."""
    member, place = viewer().member, present_community()
    return clock.zone(member.zone if member else place.zone if place else "UTC")
