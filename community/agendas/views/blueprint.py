"""The pages of agendas, gathered under one name, and what their views share."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from community.access import may, viewer
from community.agendas.content import AgendaText, ItemText, masked
from community.agendas.edition_queries import text_of
from community.agendas.editions import Edition
from community.agendas.lines import facilitates
from community.agendas.models import Item
from community.agendas.policies import Permission
from community.calls.models import Call, Visibility
from community.drafts.sent import Begun
from community.origin import keep_from_shared_caches
from community.sent import once_key

bp = Blueprint("agendas", __name__)


def refuse_gone(call: Call) -> None:
    """What was deleted is read no more: its own page says so, and can bring it back."""
    if call.is_removed:
        abort(410)


def keep_to_its_link(call: Call) -> None:
    """What not everybody may find is kept by the browser that asked alone."""
    if call.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def new_page(
    template: str, call: Call, form: Form, status: int, begun: Begun | None = None, **more: object
) -> ResponseReturnValue:
    """The page on which something new is begun for a call, once however often it is sent."""
    given = {"slug": call.slug, "title": call.title, "once_key": once_key(), "begun": begun}
    return render_template(template, form=form, **given, **more), status


def item_page(
    template: str, item: Item, form: Form, status: int, **more: object
) -> ResponseReturnValue:
    """The page of a form about an item, which leads back to where the item stands."""
    given = more | {"key": item.key, "item_title": item.title, "title": item.call.title}
    return render_template(template, form=form, back=page_of(item), **given), status


def text_for(call: Call, edition: Edition) -> AgendaText:
    """What an edition says to the viewer."""
    text = text_of(edition)
    return replace(text, items=items_for(call, text.items))


def items_for(call: Call, items: Sequence[ItemText]) -> tuple[ItemText, ...]:
    """Items as the viewer sees them: what is off the record is read by who holds the call."""
    hidden = masked(items)
    return hidden if hidden == tuple(items) or not facilitates(viewer(), call) else tuple(items)


def page_of(item: Item, *, sent: str | None = None) -> str:
    """Where an item is worked on: the draft for facilitators, the page of the agenda for others.
    `sent` names the form whose words have arrived.
    """
    return address_of(item.call, f"item-{item.id}", sent=sent)


def address_of(call: Call, anchor: str | None = None, *, sent: str | None = None) -> str:
    """The page on which the viewer works on the agenda of a call."""
    is_draft = may(viewer(), Permission.WRITE_AGENDA, call)
    page = "agendas.show_draft" if is_draft else "agendas.show_agenda"
    return url_for(page, slug=call.slug, sent=sent, _anchor=anchor)
