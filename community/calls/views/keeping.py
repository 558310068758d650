"""Drafts of what calls and series say of themselves: kept while somebody writes."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from community.access import guard, may, viewer
from community.calls.models import Call, Series
from community.calls.policies import Permission
from community.calls.queries import call_by_slug, series_by_slug
from community.drafts import places
from community.drafts.places import NEW_SERIES
from community.drafts.sent import Begun, begun, kept

from .blueprint import bp

TEXT = "description"
_WORDS = ("title", "captions", "access")
_BEGUN_WITH = (*_WORDS, "topics", "starts_on", "hours-0-time", "sittings-0-day", "sittings-0-time")


@bp.post("/calls/<slug>/details/draft")
@guard(Permission.EDIT, load=call_by_slug)
def keep_details_of_call(call: Call) -> ResponseReturnValue:
    """Keep what is begun of the words of a call, or throw it away."""
    back = url_for("calls.edit_call", slug=call.slug)
    return kept(places.of_call(call.id), text=TEXT, words=_WORDS, back=back)


@bp.post("/series/<slug>/details/draft")
@guard(Permission.EDIT, load=series_by_slug)
def keep_details_of_series(series: Series) -> ResponseReturnValue:
    """The same of the words of a series."""
    back = url_for("calls.edit_series", slug=series.slug)
    return kept(places.of_series(series.id), text=TEXT, words=_WORDS, back=back)


@bp.post("/calls/draft")
@guard(Permission.SCHEDULE_CALL)
def keep_new_call() -> ResponseReturnValue:
    """The same of a new call, or of one like another."""
    source = example()
    back = url_for("calls.new_call", like=source.slug if source else None)
    return kept(place_of_new_call(source), text=TEXT, words=_BEGUN_WITH, back=back)


@bp.post("/series/draft")
@guard(Permission.START_SERIES)
def keep_new_series() -> ResponseReturnValue:
    """The same of a new series."""
    return kept(NEW_SERIES, text=TEXT, words=_BEGUN_WITH, back=url_for("calls.new_series"))


def example() -> Call | None:
    """The call that a new one is to be like, where the viewer facilitates it."""
    slug = request.values.get("like", "")
    call = call_by_slug(slug) if slug else None
    is_theirs = call is not None and may(viewer(), Permission.EDIT_TIMES, call)
    return call if is_theirs and call is not None and not call.is_removed else None


def begun_new_call(source: Call | None) -> Begun:
    """What the viewer has begun of a new call, like `source` if that is one."""
    page = url_for("calls.new_call", like=source.slug if source else None)
    return begun(place_of_new_call(source), url_for("calls.keep_new_call"), page)


def begun_new_series() -> Begun:
    """What they have begun of a new series."""
    return begun(NEW_SERIES, url_for("calls.keep_new_series"), url_for("calls.new_series"))


def place_of_new_call(source: Call | None) -> str:
    """Where what is begun of a new call is kept."""
    return places.of_new_call(source.id if source else None)


def begun_call(call: Call) -> Begun:
    """What the viewer has begun to make of the words of a call."""
    url = url_for("calls.keep_details_of_call", slug=call.slug)
    return begun(places.of_call(call.id), url, url_for("calls.edit_call", slug=call.slug))


def begun_series(series: Series) -> Begun:
    """The same of a series."""
    url = url_for("calls.keep_details_of_series", slug=series.slug)
    page = url_for("calls.edit_series", slug=series.slug)
    return begun(places.of_series(series.id), url, page)
