"""Whom the author of a draft has invited to it, and leaving it again."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community import clock
from community.access import guard, viewer
from community.accounts.models import Member
from community.accounts.queries import member_by_handle
from community.agreement import agreed_first
from community.db import transaction
from community.errors import Refusal
from community.notes.blocks import reader_zone
from community.patterns import inviting
from community.patterns.invitation_forms import InvitationForm
from community.patterns.invitation_models import PatternInvitation
from community.patterns.invitation_queries import (
    LEAST,
    Found,
    invitations_to,
    members_called,
)
from community.patterns.models import Pattern
from community.patterns.policies import Permission

from .blueprint import bp, keep_drafts_private, to_pattern
from .kept_addresses import invitation_to_end, pattern_to_show


@bp.get("/patterns/<slug>/invitations")
@guard(Permission.INVITE, load=pattern_to_show)
def show_invitations(pattern: Pattern) -> ResponseReturnValue:
    """Who is invited, and a form to invite somebody."""
    return _page(pattern, InvitationForm())


@bp.post("/patterns/<slug>/invitations")
@guard(Permission.INVITE, load=pattern_to_show)
@agreed_first()
def invite_to_draft(pattern: Pattern) -> ResponseReturnValue:
    """Let a member read or write it; where a name may mean several, ask which."""
    form = InvitationForm(request.form)
    if not form.validate():
        return _page(pattern, form), 422
    typed = form.who.data or ""
    found = members_called(typed.removeprefix("@"), but=pattern.author_id)
    member = _meant(typed, form.handle.data, found)
    if member is None:
        _offer(form, found)
        return _page(pattern, form), 422
    try:
        with transaction():
            by, now = viewer().member, clock.now()
            inviting.invite(pattern, member, form.wish(), by=by, now=now)
            name = member.name
    except Refusal as refusal:
        form.who.errors = [str(refusal)]
        return _page(pattern, form), refusal.status
    flash(f"{name} is invited, and finds it among the patterns under “Shared with you”.")
    return redirect(url_for("patterns.show_invitations", slug=pattern.slug), 303)


@bp.post("/patterns/<slug>/invitations/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_INVITATION, load=invitation_to_end)
def withdraw_draft_invitation(invitation: PatternInvitation) -> ResponseReturnValue:
    """Take it back: from the next request on it gives nothing."""
    with transaction():
        inviting.withdraw(invitation, now=clock.now())
        name, slug = invitation.person.name, invitation.pattern.slug
    flash(f"{name} is not invited any more.")
    return redirect(url_for("patterns.show_invitations", slug=slug), 303)


@bp.post("/patterns/<slug>/departure")
@guard(Permission.LEAVE_PATTERN, load=pattern_to_show)
def leave_draft(pattern: Pattern) -> ResponseReturnValue:
    """Stop reading and writing what one was invited to."""
    with transaction():
        inviting.leave(pattern, by=viewer().member.person, now=clock.now())
        title = pattern.title
    flash(f"You have left “{title}”. What you wrote in it stays.")
    return redirect(url_for("patterns.list_patterns"), 303)


@bp.post("/patterns/<slug>/authorship")
@guard(Permission.TAKE_ON, load=pattern_to_show)
@agreed_first()
def take_draft_on(pattern: Pattern) -> ResponseReturnValue:
    """Look after what whoever began it has left."""
    with transaction():
        inviting.take_on(pattern, by=viewer().member.person, now=clock.now())
    flash("You look after it now, and can propose it.")
    return to_pattern(pattern)


def _meant(typed: str, chosen: str | None, found: Sequence[Found]) -> Member | None:
    """Whoever has exactly the handle after an @; else who was chosen among those whom these words
    may mean; else whoever has them as a handle, where they mean nobody else.
    """
    handle, handles = typed.removeprefix("@").lower(), [one.handle for one in found]
    member = member_by_handle(handle) if typed.startswith("@") else None
    if member is None and (chosen in handles or handles == [handle]):
        member = member_by_handle(chosen if chosen in handles else handle)
    return member


def _offer(form: InvitationForm, found: Sequence[Found]) -> None:
    """Let them choose among those whom the words may mean."""
    words = (form.who.data or "").removeprefix("@").strip()
    form.handle.choices = [SelectChoice(one.handle, f"{one.name} (@{one.handle})") for one in found]
    if found:
        form.handle.data = found[0].handle if len(found) == 1 else None
        form.handle.errors = ["Choose one, and send it once more."]
    elif len(words) < LEAST:
        form.who.errors = [f"Write {LEAST} letters at least, or a whole handle after an @."]
    else:
        form.who.errors = [f"There is no member called “{words}”."]


def _page(pattern: Pattern, form: InvitationForm) -> str:
    keep_drafts_private(pattern)
    return render_template(
        "patterns/invitations.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        is_listed=pattern.is_listed,
        is_shared=pattern.shared_at is not None,
        invitations=invitations_to(pattern),
        zone=reader_zone(viewer()),
    )
