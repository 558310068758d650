"""Calendar addresses over HTTP."""

from functools import partial

from flask import Response

from community.access import public
from community.calendars import feeds

from .blueprint import bp
from .serving import serve, serve_personal


@bp.get("/calendar.ics")
@public
def show_community() -> Response:
    """Every public series and call, or those the query asks for."""
    return serve(feeds.community_feed, filters=True)


@bp.get("/series/<slug>/calendar.ics")
@public  # whether a series has a public feed is decided by its visibility
def show_series(slug: str) -> Response:
    """One series."""
    return serve(partial(feeds.series_feed, slug))


@bp.get("/topics/<slug>/calendar.ics")
@public
def show_topic(slug: str) -> Response:
    """The public calls about one topic."""
    return serve(partial(feeds.topic_feed, slug))


@bp.get("/calls/<slug>/call.ics")
@public  # one for members is given to those who are signed in
def show_call(slug: str) -> Response:
    """One call, to add once."""
    return serve(partial(feeds.call_feed, slug))


@bp.get("/calendar/<secret>.ics")
@public  # the secret is the key
def show_personal(secret: str) -> Response:
    """What one member goes to and follows."""
    return serve_personal(secret)
