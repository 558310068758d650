"""Invitations to join: those one has made, and, for stewards, who came by whose."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import access, clock
from community.access import guard
from community.accounts import arriving, doors, inviting, limits
from community.accounts.account_forms import InvitingForm
from community.accounts.arrivals import JoinInvitation
from community.accounts.models import Joining
from community.accounts.policies import Permission
from community.db import transaction
from community.errors import TooMany
from community.outbox.addresses import absolute

from . import secret_pages
from .blueprint import bp


@bp.get("/people/invitations")
@guard(Permission.INVITE_TO_JOIN)
def list_join_invitations() -> ResponseReturnValue:
    """My invitations and a form for another; for stewards everybody's."""
    return _page(InvitingForm(), 200)


@bp.post("/people/invitations")
@guard(Permission.INVITE_TO_JOIN)
def make_join_invitation() -> ResponseReturnValue:
    """Make one; its link stands on the page."""
    form = InvitingForm(request.form)
    if not form.validate():
        return _page(form, 422)
    me, now = access.viewer().member, clock.now()
    if arriving.present_joining() is Joining.CLOSED:
        return _page(form, 409)
    try:
        limits.allow(limits.JOIN_INVITATION, f"member {me.id}", now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(form, 429)
    with transaction():
        inviting.make(
            by=me,
            lasts=form.lasts(),
            most_uses=form.people.data or 1,
            now=now,
        )
    flash("The invitation is made. Copy its link and give it to whom you want to invite.")
    return redirect(url_for("accounts.list_join_invitations"), 303)


def _invitation(number: int) -> JoinInvitation | None:
    return doors.join_invitation(number)


@bp.post("/people/invitations/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_JOIN_INVITATION, load=_invitation)
def withdraw_join_invitation(invitation: JoinInvitation) -> ResponseReturnValue:
    """Let nobody more come in by it."""
    with transaction():
        inviting.withdraw(invitation, now=clock.now())
    flash("The invitation is taken back. Its link leads nowhere now.")
    return redirect(url_for("accounts.list_join_invitations"), 303)


def _page(form: InvitingForm, status: int) -> Response:
    who, now = access.viewer(), clock.now()
    may_see_all = access.may(who, Permission.SEE_WHO_INVITED)
    found = doors.join_invitations(None if may_see_all else who.member, now=now)
    mine = [
        (one, absolute("accounts.show_invitation_to_join", token=text))
        for one in found
        if one.by_id == who.member.id and (text := inviting.text_of(one))
    ]
    return secret_pages.shown(
        "accounts/invitations.html",
        status,
        form=form,
        mine=mine,
        others=[(one, one.by.name) for one in found if one.by_id != who.member.id],
        welcomes=doors.welcomes() if may_see_all else [],
        how=arriving.present_joining().value,
        zone=clock.zone(who.member.zone),
    )
