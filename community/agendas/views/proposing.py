"""Proposals over HTTP: propose, reword, withdraw, vote."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.agendas import guest_proposing, proposing, queries, states, writing
from community.agendas.forms import AgendaItemForm, ItemForm, fields_of
from community.agendas.models import Item
from community.agendas.off_record import SaidOffTheRecord
from community.agendas.policies import Permission
from community.agendas.queries import item_by_key
from community.agendas.redaction_queries import redacted_since
from community.agendas.versions import ChangedMeanwhile
from community.agreement import agreed_first
from community.calls.conflicting import lay_beside
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.db import transaction
from community.disclosures.queries import last_said
from community.disclosures.wording import Degree, Said
from community.distance import sparing
from community.distance.forbidding import ContactForbidden
from community.drafts import places
from community.drafts.keeping import forget_draft
from community.drafts.sent import CHANGED_SINCE, Begun, forget_sent, sent_tab
from community.errors import TooMany
from community.sent import act_once, typed

from .blueprint import address_of, bp, item_page, new_page, page_of
from .ended import say_what_became
from .keeping import TEXT, begun_proposal, begun_words

_FIRST_LINK = (
    "Nobody has read a link of yours before. Propose what has one by itself: it waits until"
    " somebody who holds the call has read it."
)
_TYPED = ("title", "body", "for_people", "for_business")


@bp.get("/calls/<slug>/agenda/proposals/new")
@guard(Permission.PROPOSE, load=call_by_slug)
def new_proposal(call: Call) -> ResponseReturnValue:
    """The form for a proposal."""
    begun = begun_proposal(call)
    form = ItemForm(begun.typed(TEXT), last=_last(), asks=True)
    return _new_page(call, form, 200, begun)


@bp.post("/calls/<slug>/agenda/proposals")
@guard(Permission.PROPOSE, load=call_by_slug)
@agreed_first()
def propose(call: Call) -> ResponseReturnValue:
    """Propose an item."""
    form = ItemForm(request.form, last=_last(), asks=True)
    if not form.validate():
        return _new_page(call, form, 422)

    by, now = viewer().member, clock.now()

    def act() -> str:
        sparing.allow(sparing.PROPOSAL, by, now=now)
        draft, leads, sent = form.draft(), bool(form.leads.data), places.of_proposal(call.id)
        if guest_proposing.must_wait(call, draft, viewer()):
            return _held(call, form, sent)
        item = proposing.propose(call, draft, leads=leads, said=form.said(), by=by, now=now)
        here = item.call.slug
        forget_draft(by, sent, sent_tab())
        flash(f"“{item.title}” is proposed. Others can vote for it now.")
        return url_for("agendas.show_agenda", slug=here, sent=sent, _anchor=f"item-{item.id}")

    try:
        return act_once(act)
    except (TooMany, ContactForbidden) as refusal:
        form.form_errors.append(str(refusal))
        return _new_page(call, form, refusal.status)


def _held(call: Call, form: ItemForm, sent: str) -> str:
    """Let it wait until somebody who holds the call has read it."""
    by, leads = viewer().member, bool(form.leads.data)
    row = guest_proposing.propose(
        call,
        guest_proposing.in_one_text(form.draft()),
        leads=leads,
        said=form.said() or Said(Degree.NONE),
        by=by.person,
        is_first_link=True,
        now=clock.now(),
    )
    forget_draft(by, sent, sent_tab())
    flash("It has a link, as nothing of yours had before: it waits here until it has been read.")
    return url_for("agendas.show_agenda", slug=row.call.slug, sent=sent, _anchor="as-guest")


@bp.get("/agenda-items/<key>/edit")
@guard(Permission.REWORD_ITEM, load=item_by_key, otherwise=say_what_became)
def edit_item(item: Item) -> ResponseReturnValue:
    """The form for an item that is there, with what was begun in it."""
    begun = begun_words(item)
    typed = begun.typed(TEXT)
    if typed is None:
        return _as_it_is(item, 200, {}, begun=begun)
    if begun.base < redacted_since(item.id):
        return _as_it_is(item, 200, typed, begun=begun)
    is_theirs = _leads_call(item)
    if is_theirs and "owners" not in typed:  # begun by whoever proposed it, who leads the call now
        present = _fields(item)
        typed["owners"] = str(present["owners"])
        typed.update({"is_off_record": "y"} if present["is_off_record"] else {})
    form = AgendaItemForm if is_theirs else ItemForm
    own = form(typed, last=_last(), asks="disclosure-degree" in typed)
    if begun.is_behind(item.version):
        lay_beside(own, _fields(item), why=CHANGED_SINCE)
    return _edit_page(item, own, 200, begun=begun)


@bp.post("/agenda-items/<key>/words")
@guard(Permission.REWORD_ITEM, load=item_by_key, otherwise=say_what_became)
@agreed_first()
def reword_item(item: Item) -> ResponseReturnValue:
    """Change the words of an item; its proposer may while it is a proposal."""
    is_theirs = _leads_call(item)
    asks = "disclosure-degree" in request.form
    form = (AgendaItemForm if is_theirs else ItemForm)(request.form, last=_last(), asks=asks)
    if form.read_version() < redacted_since(item.id):
        return _as_it_is(item, 409, request.form)
    if not (form.validate() and (is_theirs or _has_no_first_link(item, form))):
        return _edit_page(item, form, 422)
    draft = form.draft()
    if not is_theirs:
        leads, by = bool(form.leads.data), viewer().member
        draft = proposing.reworded(item, draft, leads=leads, by=by)
    if form.said() is None and writing.is_much(writing.draft_of(item), draft):
        again = type(form)(request.form, last=_last(), asks=True)
        return _edit_page(item, again, 422, is_much=True)
    given = {"said": form.said(), "by": viewer().member, "now": clock.now()}
    try:
        with transaction(typed()):
            writing.change(item, draft, version=form.read_version(), **given)
            sent = forget_sent(places.of_item_change(item.id))
            location = page_of(item, sent=sent)
    except ChangedMeanwhile as conflict:
        lay_beside(form, _fields(item), why=str(conflict))
        return _edit_page(item, form, 409)
    except SaidOffTheRecord as refusal:
        form["is_off_record"].errors = [str(refusal)]
        return _edit_page(item, form, refusal.status)
    flash("The item is changed.")
    return redirect(location, 303)


def _has_no_first_link(item: Item, form: ItemForm) -> bool:
    """Whether nothing in it would have to wait, were it proposed now."""
    waits = guest_proposing.must_wait(item.call, form.draft(), viewer())
    form.form_errors += [_FIRST_LINK] if waits else []
    return not waits


@bp.post("/agenda-items/<key>/withdrawal")
@guard(Permission.WITHDRAW_PROPOSAL, load=item_by_key)
def withdraw_proposal(item: Item) -> ResponseReturnValue:
    """Take back what one has proposed."""
    with transaction():
        states.withdraw(item, by=viewer().member, now=clock.now())
        location = address_of(item.call, "mine")
    flash("Your proposal is withdrawn. You can bring it back.")
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/vote")
@guard(Permission.VOTE, load=item_by_key)
@agreed_first()
def vote(item: Item) -> ResponseReturnValue:
    """Vote for a proposal; again, to say whether one would take part."""
    joins, by, now = request.form.get("joins") == "yes", viewer().member, clock.now()
    with transaction():
        sparing.allow(sparing.VOTE, by, now=now)
        proposing.vote(item, by=by, would_join=joins, now=now)
        location = page_of(item)
    flash("Your vote counts, and you would join." if joins else "Your vote counts.")
    return redirect(location, 303)


@bp.post("/agenda-items/<key>/vote/withdrawal")
@guard(Permission.VOTE, load=item_by_key)
def take_vote_back(item: Item) -> ResponseReturnValue:
    """Vote for it no longer."""
    with transaction():
        proposing.take_vote_back(item, by=viewer().member, now=clock.now())
        location = page_of(item)
    flash("Your vote is taken back.")
    return redirect(location, 303)


def _as_it_is(
    item: Item, status: int, typed: Mapping[str, str], *, begun: Begun | None = None
) -> ResponseReturnValue:
    """The form with the item as it stands. What was typed over words that are gone by now is shown
    beside it, to copy from.
    """
    form = (AgendaItemForm if _leads_call(item) else ItemForm)(asks=False, data=_fields(item))
    own = "\n\n".join(typed[name] for name in _TYPED if typed.get(name))
    begun = begun or begun_words(item)
    kept = begun.draft if own else None
    return _edit_page(item, form, status, own=own, begun=begun.beside(), kept=kept)


def _new_page(
    call: Call, form: ItemForm, status: int, begun: Begun | None = None
) -> ResponseReturnValue:
    """Where a call takes none any more it says so; what was begun stays to be copied."""
    closed = queries.why_closed(sittings_of(call), clock.now())
    begun = begun or begun_proposal(call)
    return new_page("agendas/new_proposal.html", call, form, status, begun, closed=closed)


def _edit_page(
    item: Item, form: ItemForm, status: int, *, begun: Begun | None = None, **more: object
) -> ResponseReturnValue:
    given = {"begun": begun or begun_words(item), "since": redacted_since(item.id), **more}
    return item_page("agendas/edit_item.html", item, form, status, **given)


def _last() -> Said | None:
    return last_said(viewer().member.person)


def _leads_call(item: Item) -> bool:
    return may(viewer(), Permission.WRITE_AGENDA, item)


def _fields(item: Item) -> dict[str, object]:
    owners, me = queries.owners_of([item]).get(item.id, []), viewer().member
    fields = fields_of(writing.draft_of(item), list(owners), item.version)
    return {**fields, "leads": any(owner.id == me.id for owner in owners)}
