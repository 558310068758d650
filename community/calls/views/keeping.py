"""Drafts of what calls and series say of themselves: kept while somebody writes."""

from flask import url_for
from flask.typing import ResponseReturnValue

from community.access import guard
from community.calls.models import Call, Series
from community.calls.policies import Permission
from community.calls.queries import call_by_slug, series_by_slug
from community.drafts import places
from community.drafts.sent import Begun, begun, kept

from .blueprint import bp

TEXT = "description"
_WORDS = ("title", "captions", "access")


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


def begun_call(call: Call) -> Begun:
    """What the viewer has begun to make of the words of a call."""
    url = url_for("calls.keep_details_of_call", slug=call.slug)
    return begun(places.of_call(call.id), url)


def begun_series(series: Series) -> Begun:
    """The same of a series."""
    url = url_for("calls.keep_details_of_series", slug=series.slug)
    return begun(places.of_series(series.id), url)
