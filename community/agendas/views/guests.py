"""Proposals of guests: made behind the link of a letter, taken or left by who holds the call."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts.guests import member_of
from community.agendas import guest_proposing
from community.agendas.forms import GuestProposalForm
from community.agendas.guest_models import GuestProposal
from community.agendas.guest_queries import own_of, proposal_by_key
from community.agendas.policies import Permission
from community.agendas.queries import why_closed
from community.agreement import AgreeingForm, agreed_first
from community.attendance import guest_answers, guest_pages
from community.attendance.models import GuestAnswer
from community.calls.queries import sittings_of
from community.db import transaction
from community.disclosures.queries import last_said
from community.errors import TooMany
from community.sent import typed

from .blueprint import bp


def _given(token: str) -> GuestAnswer | None:
    return guest_answers.find(token, clock.now())


@bp.get("/answers/<token>/proposals")
@guard(Permission.PROPOSE_AS_GUEST, load=_given)
def show_guest_proposals(given: GuestAnswer) -> ResponseReturnValue:
    """The form for a proposal, and what became of those before."""
    return _page(given, 200)


@bp.post("/answers/<token>/proposals")
@guard(Permission.PROPOSE_AS_GUEST, load=_given)
def propose_as_guest(given: GuestAnswer) -> ResponseReturnValue:
    """Propose an item to those who hold the call."""
    person, now = guest_pages.person_of(given), clock.now()
    form, agreeing = _form(given), _agreeing(given)
    if not (form.validate() & agreeing.validate()):
        return _page(given, 422, form=form, agreeing=agreeing)
    try:
        with transaction(typed()):
            guest_answers.agree(person, agreeing.agreed_to, now=now)
            guest_proposing.propose(
                given.sitting.call,
                form.draft(),
                leads=bool(form.leads.data),
                said=form.disclosure.form.said(),
                by=person,
                now=now,
            )
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(given, refusal.status, form=form, agreeing=agreeing)
    return _back()


@bp.post("/answers/<token>/proposals/<key>/withdrawal")
@guard(Permission.PROPOSE_AS_GUEST, load=lambda token, key: _given(token))  # noqa: ARG005
def take_guest_proposal_back(given: GuestAnswer) -> ResponseReturnValue:
    """Take back what waits to be read."""
    guest = guest_pages.guest_of(given)
    proposal = proposal_by_key(str((request.view_args or {})["key"]))
    if proposal is None or proposal.person_id != guest.person_id:
        abort(404)
    with transaction():
        guest_proposing.take_back(proposal)
    return _back()


@bp.post("/guest-proposals/<key>/acceptance")
@guard(Permission.ANSWER_GUEST_PROPOSAL, load=proposal_by_key)
@agreed_first()
def take_guest_proposal(proposal: GuestProposal) -> ResponseReturnValue:
    """Put it among the proposals."""
    with transaction():
        item = guest_proposing.take_up(proposal, by=viewer().member, now=clock.now())
        location = url_for("agendas.show_draft", slug=item.call.slug, _anchor=f"item-{item.id}")
        title = item.title
    flash(f"“{title}” is among the proposals. Others can vote for it now.")
    return redirect(location, 303)


@bp.post("/guest-proposals/<key>/refusal")
@guard(Permission.ANSWER_GUEST_PROPOSAL, load=proposal_by_key)
def leave_guest_proposal(proposal: GuestProposal) -> ResponseReturnValue:
    """Do not take it."""
    with transaction():
        guest_proposing.leave(proposal, by=viewer().member, now=clock.now())
        location = url_for("agendas.show_draft", slug=proposal.call.slug, _anchor="guests")
        is_guest = proposal.person_id is None or member_of(proposal.person_id) is None
    where = "behind their link" if is_guest else "on the page of the agenda"
    flash(f"It is left. Whoever proposed it reads so {where}.")
    return redirect(location, 303)


@bp.post("/guest-proposals/<key>/refusal/withdrawal")
@guard(Permission.ANSWER_GUEST_PROPOSAL, load=proposal_by_key)
def reconsider_guest_proposal(proposal: GuestProposal) -> ResponseReturnValue:
    """Let what was left wait again."""
    with transaction():
        guest_proposing.read_again(proposal)
        location = url_for("agendas.show_draft", slug=proposal.call.slug, _anchor="guests")
    return redirect(location, 303)


@bp.post("/guest-proposals/<key>/withdrawal")
@guard(Permission.WITHDRAW_GUEST_PROPOSAL, load=proposal_by_key)
def withdraw_guest_proposal(proposal: GuestProposal) -> ResponseReturnValue:
    """Take back what waits since one was a guest."""
    location = url_for("agendas.show_agenda", slug=proposal.call.slug, _anchor="as-guest")
    with transaction():
        guest_proposing.take_back(proposal)
    return redirect(location, 303)


def _page(
    given: GuestAnswer,
    status: int,
    *,
    form: GuestProposalForm | None = None,
    agreeing: AgreeingForm | None = None,
) -> ResponseReturnValue:
    guest, call = guest_pages.guest_of(given), given.sitting.call
    guest_pages.person_of(given)  # who may still see the call
    page = render_template(
        "agendas/guest_proposals.html",
        token=_token(),
        title=call.title,
        slug=call.slug,
        form=form or _form(given),
        agreeing=agreeing or _agreeing(given),
        own=own_of(guest.person_id, call),
        closed=why_closed(sittings_of(call), clock.now()),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(given: GuestAnswer) -> GuestProposalForm:
    """The form; before it is confirmed there is none. Raises `NotFound`."""
    guest = guest_pages.guest_of(given)
    sent = request.form if request.method == "POST" else None
    return GuestProposalForm(sent, last=last_said(guest.person), asks=True)


def _agreeing(given: GuestAnswer) -> AgreeingForm:
    sent = request.form if request.method == "POST" else None
    return AgreeingForm(sent, terms=guest_answers.terms_for(given, clock.now()))


def _back() -> ResponseReturnValue:
    return redirect(url_for("agendas.show_guest_proposals", token=_token()), 303)


def _token() -> str:
    return str((request.view_args or {})["token"])
