"""What stands at an address where something was that is set aside under the code."""

from flask import abort, make_response, render_template

from community.conduct.state_models import Content, Standing
from community.conduct.state_queries import placeholder_of


def tell_of(about: Content, number: int, *, mine: bool) -> None:
    """End the request with the clause that it is for, and where whoever wrote it reads why; of spam
    nothing stands there.
    """
    placeholder = placeholder_of(about, number)
    if placeholder is not None:
        page = render_template(
            "patterns/set_aside.html", placeholder=placeholder, mine=mine, what=about.value
        )
        response = make_response(page, 404 if placeholder.state == Standing.HIDDEN else 410)
        response.headers["Cache-Control"] = "private, no-store"
        abort(response)
