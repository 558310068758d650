"""Facilitators over HTTP: who they are, inviting, answering, handing over, leaving."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.accounts.queries import member_by_handle
from community.agreement import agreed_first
from community.calls import sharing
from community.calls.date_forms import InviteForm
from community.calls.models import Call, Series
from community.calls.owners import Invitation
from community.calls.policies import Permission, is_facilitator_of
from community.calls.queries import (
    call_by_slug,
    facilitators_of,
    open_invitations,
    owner_of,
    series_by_slug,
)
from community.db import db, transaction
from community.distance import sparing
from community.errors import Refusal
from community.limits import refuse_what_is_stopped

from .blueprint import bp

Shared = Series | Call


def _one_off(slug: str) -> Call | None:
    call = call_by_slug(slug)
    return call if call is not None and owner_of(call) is call else None


@bp.get("/series/<slug>/facilitators")
@guard(Permission.SHARE, load=series_by_slug)
def show_series_facilitators(series: Series) -> ResponseReturnValue:
    """Who facilitates a series, and who is asked to."""
    return _page(series, InviteForm())


@bp.get("/calls/<slug>/facilitators")
@guard(Permission.SHARE, load=_one_off)
def show_call_facilitators(call: Call) -> ResponseReturnValue:
    """Who facilitates a one-off call, and who is asked to."""
    return _page(call, InviteForm())


@bp.post("/series/<slug>/invitations")
@guard(Permission.SHARE, load=series_by_slug)
@agreed_first()
def invite_to_series(series: Series) -> ResponseReturnValue:
    """Ask a member to share a series."""
    return _invite(series)


@bp.post("/calls/<slug>/invitations")
@guard(Permission.SHARE, load=_one_off)
@agreed_first()
def invite_to_call(call: Call) -> ResponseReturnValue:
    """Ask a member to share a one-off call."""
    return _invite(call)


@bp.post("/series/<slug>/facilitators/departure")
@guard(Permission.SHARE, load=series_by_slug)
def leave_series(series: Series) -> ResponseReturnValue:
    """Stop facilitating a series."""
    return _leave(series)


@bp.post("/calls/<slug>/facilitators/departure")
@guard(Permission.SHARE, load=_one_off)
def leave_call(call: Call) -> ResponseReturnValue:
    """Stop facilitating a one-off call."""
    return _leave(call)


@bp.post("/invitations/<int:number>/acceptance")
@guard(Permission.ANSWER_INVITATION)
@agreed_first()
def accept_invitation(number: int) -> ResponseReturnValue:
    """Share what one was invited to."""
    invitation = _invitation_to_me(number)
    shared = invitation.series or invitation.call
    refuse_what_is_stopped(viewer().limits, Permission.ANSWER_INVITATION, shared)
    with transaction():
        sharing.accept(invitation, now=clock.now())
        location = _page_of(invitation.series or invitation.call)
    flash("You are a facilitator now.")
    return redirect(location, 303)


@bp.post("/invitations/<int:number>/refusal")
@guard(Permission.ANSWER_INVITATION)
def decline_invitation(number: int) -> ResponseReturnValue:
    """Say no to an invitation."""
    invitation = _invitation_to_me(number)
    with transaction():
        sharing.decline(invitation, now=clock.now())
    flash("You have declined.")
    return redirect(url_for("front.list_my_calls"), 303)


@bp.post("/invitations/<int:number>/withdrawal")
@guard(Permission.ANSWER_INVITATION)
def withdraw_invitation(number: int) -> ResponseReturnValue:
    """Take an invitation back; any facilitator of the subject may."""
    invitation = db.session.get(Invitation, number)
    subject = invitation and (invitation.series or invitation.call)
    if invitation is None or not may(viewer(), Permission.SHARE, subject):
        abort(404)
    with transaction():
        sharing.withdraw(invitation, now=clock.now())
        location = _list_of(invitation.series or invitation.call)
    flash("The invitation is withdrawn.")
    return redirect(location, 303)


def _invitation_to_me(number: int) -> Invitation:
    invitation = sharing.invitation_for(number, viewer().member)
    if invitation is None:
        abort(404)
    return invitation


def _invite(subject: Shared) -> ResponseReturnValue:
    form = InviteForm(request.form)
    if not form.validate():
        return _page(subject, form), 422
    handle = (form.handle.data or "").removeprefix("@")
    member = member_by_handle(handle)
    if member is None:
        form.handle.errors = [f"There is no member called “{handle}”."]
        return _page(subject, form), 422
    by, hands_over, now = viewer().member, bool(form.hands_over.data), clock.now()
    try:
        with transaction():
            sparing.allow_invitation(by, member, now=now)
            sharing.invite(subject, member, by=by, now=now, hands_over=hands_over)
            location, name = _list_of(subject), member.name
    except Refusal as refusal:
        form.handle.errors = [str(refusal)]
        return _page(subject, form), refusal.status
    flash(f"{name} is invited and will see it on their home page.")
    return redirect(location, 303)


def _leave(subject: Shared) -> ResponseReturnValue:
    with transaction():
        sharing.leave(subject, viewer().member, now=clock.now())
        location = _page_of(subject)
    flash("You have left. Thank you for the work.")
    return redirect(location, 303)


def _page(subject: Shared, form: InviteForm) -> str:
    return render_template(
        "calls/facilitators.html",
        slug=subject.slug,
        title=subject.title,
        is_series=isinstance(subject, Series),
        facilitators=facilitators_of(subject),
        invitations=open_invitations(subject),
        is_mine=is_facilitator_of(viewer(), subject),
        form=form,
    )


def _page_of(subject: Shared | None) -> str:
    if isinstance(subject, Series):
        return url_for("front.show_series", slug=subject.slug)
    return url_for("front.show_call", slug=subject.slug if subject else "")


def _list_of(subject: Shared | None) -> str:
    kind = "series" if isinstance(subject, Series) else "call"
    return url_for(f"calls.show_{kind}_facilitators", slug=subject.slug if subject else "")
