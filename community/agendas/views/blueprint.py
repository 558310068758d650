"""The pages of agendas, gathered under one name, and what their views share."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, once
from community.access import may, viewer
from community.agendas.content import AgendaText, ItemText, masked
from community.agendas.edition_queries import text_of
from community.agendas.editions import Edition
from community.agendas.lines import facilitates
from community.agendas.models import Item
from community.agendas.policies import Permission
from community.calls.models import Call, Visibility
from community.db import transaction
from community.origin import keep_from_shared_caches

bp = Blueprint("agendas", __name__)


def refuse_gone(call: Call) -> None:
    """What was deleted is read no more: its own page says so, and can bring it back."""
    if call.is_removed:
        abort(410)


def keep_to_its_link(call: Call) -> None:
    """What not everybody may find is kept by the browser that asked alone."""
    if call.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def once_key() -> str:
    """The key of the form being shown: the one it came with, else a new one."""
    return request.form.get("once", "") or once.new_key()


def act_once(act: Callable[[], str]) -> ResponseReturnValue:
    """Do what a form asks, in a transaction, once however often it is sent; go where that leads."""
    key, member = _key_of_form(), viewer().member
    with transaction():
        location = once.earlier(key, by_id=member.id, now=clock.now())
        if location is None:
            location = act()
            once.led_to(key, location, by_id=member.id)
    return redirect(location, 303)


def _key_of_form() -> str:
    """The key the form was opened with, and what was typed: another text is another deed."""
    key = request.form.get("once", "")
    typed = sha256(repr(sorted(request.form.items(multi=True))).encode()).hexdigest()
    return f"{key[:38]}:{typed[:20]}" if key else ""


def text_for(call: Call, edition: Edition) -> AgendaText:
    """What an edition says to the viewer."""
    text = text_of(edition)
    return replace(text, items=items_for(call, text.items))


def items_for(call: Call, items: Sequence[ItemText]) -> tuple[ItemText, ...]:
    """Items as the viewer sees them: what is off the record is read by who holds the call."""
    hidden = masked(items)
    return hidden if hidden == tuple(items) or not facilitates(viewer(), call) else tuple(items)


def page_of(item: Item) -> str:
    """Where an item is worked on: the draft for facilitators, the page of the agenda for others."""
    return address_of(item.call, f"item-{item.id}")


def address_of(call: Call, anchor: str | None = None) -> str:
    """The page on which the viewer works on the agenda of a call."""
    is_draft = may(viewer(), Permission.WRITE_AGENDA, call)
    page = "agendas.show_draft" if is_draft else "agendas.show_agenda"
    return url_for(page, slug=call.slug, _anchor=anchor)
