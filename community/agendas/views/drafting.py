"""The draft of an agenda, for the facilitators of the call alone: add items and order them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import edition_queries, lines, ordering, queries, removing, writing
from community.agendas.beginnings import left_for
from community.agendas.comparing import compare
from community.agendas.forms import AgendaItemForm
from community.agendas.guest_queries import waiting_for
from community.agendas.models import State
from community.agendas.policies import Permission
from community.agendas.sending_back import sent_back
from community.agendas.versions import ChangedMeanwhile
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import times_held
from community.db import transaction
from community.disclosures.queries import last_said
from community.drafts import places
from community.drafts.keeping import forget_draft
from community.drafts.sent import sent_tab
from community.ordering import merged
from community.ordering_fields import OrderForm
from community.sent import act_once

from .blueprint import bp, new_page
from .keeping import TEXT, begun_item


@bp.get("/calls/<slug>/agenda/draft")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def show_draft(call: Call) -> ResponseReturnValue:
    """The items in their order, the proposals by votes, what is parked and declined."""
    return _draft_page(call, 200)


@bp.get("/calls/<slug>/agenda/items/new")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def new_item(call: Call) -> ResponseReturnValue:
    """The form for an item of the facilitators' own."""
    begun, last = begun_item(call), last_said(viewer().member.person)
    form = AgendaItemForm(begun.typed(TEXT), last=last, asks=True)
    return new_page("agendas/new_item.html", call, form, 200, begun)


@bp.post("/calls/<slug>/agenda/items")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
@agreed_first()
def add_item(call: Call) -> ResponseReturnValue:
    """Put an item at the end of the agenda."""
    form = AgendaItemForm(request.form, last=last_said(viewer().member.person), asks=True)
    if not form.validate():
        return new_page("agendas/new_item.html", call, form, 422, begun_item(call))

    def act() -> str:
        by, sent = viewer().member, places.of_item(call.id)
        item = writing.add(call, form.draft(), said=form.said(), by=by, now=clock.now())
        forget_draft(by, sent, sent_tab())
        flash(f"“{item.title}” is on the agenda.")
        here = item.call.slug
        return url_for("agendas.show_draft", slug=here, sent=sent, _anchor=f"item-{item.id}")

    return act_once(act)


@bp.post("/calls/<slug>/agenda/order")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def order_items(call: Call) -> ResponseReturnValue:
    """Order the whole agenda; where it has changed meanwhile, show both orders."""
    form = OrderForm(request.form)
    try:
        with transaction():
            order, version = form.read_order(), form.read_version()
            ordering.put_in_order(call, order, version=version, now=clock.now())
            location = url_for("agendas.show_draft", slug=call.slug, _anchor="items")
    except ChangedMeanwhile as conflict:
        return _draft_page(call, 409, conflict=str(conflict), wish=form.read_order())
    flash("The order is saved.")
    return redirect(location, 303)


def _draft_page(
    call: Call, status: int, *, conflict: str | None = None, wish: list[int] | None = None
) -> ResponseReturnValue:
    who, now = viewer(), clock.now()
    sittings = sittings_of(call)
    present = queries.items_of(call.id)
    every = lines.lines_of(present, who)
    items = lines.in_state(every, State.ACCEPTED)
    titles = {line.number: line.title for line in items}
    last = edition_queries.latest_of(call.id)
    published = edition_queries.published_items([last.id]).get(last.id, ()) if last else ()
    draft = edition_queries.draft_items(call.id)
    wished = merged(wish or [], list(titles))
    page = render_template(
        "agendas/draft.html",
        slug=call.slug,
        title=call.title,
        times=times_held(sittings, who.member.zone),
        budget=lines.budget_of(items, queries.minutes_available(sittings)),
        items=items,
        proposals=lines.by_votes(lines.in_state(every, State.PROPOSED)),
        guests=waiting_for(call.id),
        parked=lines.in_state(every, State.PARKED),
        discussed=lines.in_state(every, State.DISCUSSED),
        removable=removing.removable(present),
        sent_back=sent_back(call, now),
        undoable=queries.with_a_past(call.id),
        declined=lines.in_state(every, State.DECLINED, State.WITHDRAWN),
        version=queries.version_of(call),
        last=last.number if last else None,
        is_changed=bool(compare(published, draft, in_words=False)),
        left=left_for(call, who),
        conflict=conflict,
        wished=[(number, titles[number]) for number in wished],
        has_begun=any(sitting.has_begun(now) for sitting in sittings),
        zone=clock.zone(who.member.zone),
        is_over=all(sitting.is_over(now) for sitting in sittings),
    )
    return page, status
