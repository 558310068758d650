"""The blueprint of reports and cases, and how their pages are kept: by nobody."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from community.access import viewer
from community.notes.blocks import reader_zone

bp = Blueprint("moderation", __name__)


def shown(template: str, status: int = 200, **values: Any) -> Response:
    """A page that neither caches nor search engines may keep."""
    page = render_template(f"moderation/{template}.html", zone=reader_zone(viewer()), **values)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
