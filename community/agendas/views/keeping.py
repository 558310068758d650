"""Drafts of items: kept while somebody writes, before it is sent."""

from flask import url_for
from flask.typing import ResponseReturnValue

from community.access import guard
from community.agendas.models import Item
from community.agendas.policies import Permission
from community.agendas.queries import item_by_key
from community.agendas.redaction_queries import redacted_since
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.drafts import places
from community.drafts.sent import Begun, begun, kept

from .blueprint import bp
from .ended import say_what_became

TEXT = "body"
_WORDS = ("title", "for_people", "for_business")


@bp.post("/calls/<slug>/agenda/proposals/draft")
@guard(Permission.PROPOSE, load=call_by_slug)
def keep_proposal(call: Call) -> ResponseReturnValue:
    """Keep what is begun of a proposal, or throw it away."""
    back = url_for("agendas.new_proposal", slug=call.slug)
    return kept(places.of_proposal(call.id), text=TEXT, words=_WORDS, back=back)


@bp.post("/calls/<slug>/agenda/items/draft")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def keep_item(call: Call) -> ResponseReturnValue:
    """The same of an item of the facilitators' own."""
    back = url_for("agendas.new_item", slug=call.slug)
    return kept(places.of_item(call.id), text=TEXT, words=_WORDS, back=back)


@bp.post("/agenda-items/<key>/words/draft")
@guard(Permission.REWORD_ITEM, load=item_by_key, otherwise=say_what_became)
def keep_words(item: Item) -> ResponseReturnValue:
    """The same of other words for an item."""
    back = url_for("agendas.edit_item", key=item.key)
    place, since = places.of_item_change(item.id), redacted_since(item.id)
    return kept(place, text=TEXT, words=_WORDS, back=back, since=since)


def begun_proposal(call: Call) -> Begun:
    """What the viewer has begun to propose for a call."""
    url = url_for("agendas.keep_proposal", slug=call.slug)
    page = url_for("agendas.new_proposal", slug=call.slug)
    return begun(places.of_proposal(call.id), url, page)


def begun_item(call: Call) -> Begun:
    """What they have begun to put on its agenda."""
    url, page = (url_for(f"agendas.{name}", slug=call.slug) for name in ("keep_item", "new_item"))
    return begun(places.of_item(call.id), url, page)


def begun_words(item: Item) -> Begun:
    """What they have begun to make of an item."""
    url, page = (url_for(f"agendas.{name}", key=item.key) for name in ("keep_words", "edit_item"))
    return begun(places.of_item_change(item.id), url, page)
