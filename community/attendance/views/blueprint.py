"""The blueprint that the pages of answers hang on, and how pages behind a link are kept."""

from flask import Blueprint, Response, make_response

bp = Blueprint("attendance", __name__)


def private(page: str, status: int = 200) -> Response:
    """A page that neither caches nor search engines may keep."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
