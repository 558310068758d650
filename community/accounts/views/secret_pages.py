"""Pages behind the link of a letter: kept by nobody, and the same page for every dead link."""

from typing import Any

from flask import Response, make_response, render_template


def shown(template: str, status: int = 200, **values: Any) -> Response:
    """A page whose address is a secret."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def dead(sentence: str | None = None) -> Response:
    """A guess, a link that was used, one whose time is over: nobody learns which."""
    return shown("accounts/dead_link.html", 404, sentence=sentence)
