"""Where a member is signed in, and ending it; when each sign-in was last seen."""

from functools import partial

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from community import access, clock
from community.access import guard
from community.accounts import doors, mailed, sessions
from community.accounts.models import SignIn
from community.accounts.policies import Permission
from community.afterwards import note_afterwards
from community.db import transaction

from .blueprint import bp


def init_app(app: Flask) -> None:
    """Note, when an answer is out, that a sign-in was used: at most once an hour for each."""

    @app.after_request
    def note(response: Response) -> Response:
        who = access.viewer() if "_login_user" in g else access.VISITOR
        now = clock.now()
        if who.token is None or who.seen_at is None or who.seen_at > now - sessions.SEEN_EVERY:
            return response
        note_afterwards(
            response,
            partial(sessions.note_seen, who.token, now=now),
            what="that a sign-in was used",
        )
        return response


def _own(number: int) -> SignIn | None:
    who = access.viewer()
    return doors.sign_in_of(who.member, number) if who.member else None


@bp.get("/profile/sign-ins")
@guard(Permission.EDIT_OWN_PROFILE)
def list_sign_ins() -> ResponseReturnValue:
    """Each sign-in that still works, the latest first."""
    who, now = access.viewer(), clock.now()
    days = current_app.config["SETTINGS"].session_days
    lines = doors.sign_ins_of(who.member, token=who.token, days=days, now=now)
    zone = clock.zone(who.member.zone)
    return render_template("accounts/sign_ins.html", lines=lines, zone=zone)


@bp.post("/profile/sign-ins/<int:number>/end")
@guard(Permission.END_SIGN_IN, load=_own)
def end_sign_in(one: SignIn) -> ResponseReturnValue:
    """End this one."""
    with transaction():
        sessions.end(one, now=clock.now())
    flash("That sign-in is ended.")
    return redirect(url_for("accounts.list_sign_ins"), 303)


@bp.post("/profile/sign-ins/end")
@guard(Permission.EDIT_OWN_PROFILE)
def end_sign_ins() -> ResponseReturnValue:
    """End every one, this one too, and the links that were sent: those to another address, too,
    since whoever is signed out may have asked for it.
    """
    member, now = access.viewer().member, clock.now()
    with transaction():
        sessions.end_all(member, but=None, now=now)
        mailed.end_all(member, *mailed.ENDED_BY_A_PASSWORD, now=now)
    session.clear()
    return redirect(url_for("accounts.show_sign_in"), 303)
