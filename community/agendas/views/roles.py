"""Roles at a call over HTTP: who does what, claim, hand over, give up."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, permitted, viewer
from community.accounts.queries import member_by_handle
from community.agendas import claiming
from community.agendas.call_roles import CallRole
from community.agendas.claiming import TakenOff
from community.agendas.policies import Permission
from community.agendas.role_lines import lines_for
from community.agreement import agreed_first
from community.calls.models import Call, Visibility
from community.calls.queries import call_by_slug
from community.db import transaction
from community.distance import sparing
from community.distance.forbidding import ContactForbidden
from community.errors import TooMany
from community.fields import counted
from community.origin import keep_from_shared_caches

from .blueprint import bp, refuse_gone


@bp.get("/calls/<slug>/roles")
@guard(Permission.READ_AGENDA, load=call_by_slug)
def show_roles(call: Call) -> ResponseReturnValue:
    """Who does what at a call."""
    refuse_gone(call)
    if call.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()
    return _page(call, 200)


def _call(slug: str, role: str) -> Call | None:
    """The call, where there is such a role."""
    return call_by_slug(slug) if role in set(CallRole) else None


@bp.post("/calls/<slug>/roles/<role>/claim")
@guard(Permission.CLAIM_ROLE, load=_call)
@agreed_first()
def claim_role(call: Call) -> ResponseReturnValue:
    """Take a role that nobody has."""
    with transaction():
        claiming.claim(call, _role(), by=viewer().member, now=clock.now())
        location = _back(call)
    flash("It is yours. Thank you.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/roles/<role>/handover")
@guard(Permission.CLAIM_ROLE, load=_call)
def hand_role_over(call: Call) -> ResponseReturnValue:
    """Give a role to somebody else: whoever has it may, and the facilitators."""
    _refuse_others(call)
    handle = request.form.get("handle", "").strip().removeprefix("@")
    to = member_by_handle(handle) if handle else None
    if to is None:
        said = f"There is no member called “{handle}”." if handle else "Write a handle here."
        return _page(call, 422, wrong=(_role(), said, handle))
    by, now = viewer().member, clock.now()
    try:
        with transaction():
            sparing.allow_handover(by, to, now=now)
            confirms = may(viewer(), Permission.WRITE_AGENDA, call)
            claiming.hand_over(call, _role(), to=to, by=by, confirms=confirms, now=now)
            location, name = _back(call), to.name
    except (TooMany, ContactForbidden, TakenOff) as refusal:
        return _page(call, refusal.status, wrong=(_role(), str(refusal), handle))
    flash(f"It is handed to {name}, who may give it up.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/roles/<role>/confirmation")
@guard(Permission.WRITE_AGENDA, load=_call)
def confirm_role(call: Call) -> ResponseReturnValue:
    """Agree that whoever claimed a role has it."""
    seen, now = counted(request.form.get("seen")), clock.now()
    with transaction():
        held = claiming.confirm(call, _role(), seen=seen, by=viewer().member, now=now)
        name, location = held.member.name if held else None, _back(call)
    if name is None:
        flash("Somebody else has this role by now, or nobody: look who it is, then confirm it.")
    else:
        flash(f"It is confirmed: {name} starts the call too.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/roles/<role>/withdrawal")
@guard(Permission.CLAIM_ROLE, load=_call)
def give_role_up(call: Call) -> ResponseReturnValue:
    """Let nobody have a role: whoever has it may, and the facilitators."""
    _refuse_others(call)
    with transaction():
        claiming.give_up(call, _role(), by=viewer().member, now=clock.now())
        location = _back(call)
    flash("Nobody has this role now.")
    return redirect(location, 303)


def _role() -> CallRole:
    return CallRole((request.view_args or {})["role"])


def _refuse_others(call: Call) -> None:
    """Only whoever has the role, and the facilitators, decide about it."""
    line = next(line for line in lines_for(call, viewer()) if line.role is _role())
    if not (line.is_mine or may(viewer(), Permission.WRITE_AGENDA, call)):
        abort(403)


def _back(call: Call) -> str:
    return url_for("agendas.show_roles", slug=call.slug)


def _page(
    call: Call, status: int, wrong: tuple[CallRole, str, str] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "agendas/roles.html",
        slug=call.slug,
        title=call.title,
        lines=lines_for(call, viewer()),
        wrong=wrong,
        can=permitted(viewer(), call, (Permission.CLAIM_ROLE, Permission.WRITE_AGENDA)),
    )
    return page, status
