"""Signing in and out."""

from datetime import datetime

from flask import redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import login_user

from community import access, clock
from community.access import Viewer, public
from community.accounts import limits, passwords, profiles, sessions
from community.accounts.forms import SignInForm
from community.accounts.models import Member
from community.accounts.queries import member_by_address
from community.db import db, locked, number_of, transaction
from community.errors import TooMany

from .blueprint import bp
from .confirming import own_path

_WRONG = "This address and password do not belong together. Look at both and try again."


@bp.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    form = SignInForm(next=own_path(request.args.get("next")) or "")
    return _sign_in_page(form, 200)


@bp.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Begin a sign-in. An unknown address takes as long and says the same as a wrong password."""
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, 422)
    where, now = limits.network(request.remote_addr), clock.now()
    try:
        limits.allow(limits.SIGN_IN, f"account {form.email_key()}", where, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _sign_in_page(form, 429)
    member = member_by_address(form.email_key())
    kept = member.password_hash if member else None
    db.session.rollback()  # nothing is held while the password is compared
    password = form.password.data or ""
    if not passwords.fits(password, kept) or member is None or kept is None:
        form.form_errors.append(_WRONG)
        return _sign_in_page(form, 422)
    again = (
        passwords.hash_password(form.password.data or "") if passwords.is_outdated(kept) else None
    )
    with transaction():
        member = locked(Member, number_of(member))
        is_still_theirs = member.password_hash == kept  # and was not chosen anew meanwhile
        if is_still_theirs:
            if again:
                profiles.rehash(member, old=kept, password_hash=again)
            limits.forgive(limits.SIGN_IN, where, tried_at=now)  # many may share one
            begin(member, now=clock.now())
    if not is_still_theirs:
        form.form_errors.append(_WRONG)
        return _sign_in_page(form, 422)
    return redirect(own_path(form.next.data) or "/", 303)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this sign-in; without one there is nothing to do."""
    token = access.viewer().token
    if token is not None:
        with transaction():
            sessions.sign_out(token, now=clock.now())
    session.clear()
    return redirect("/", 303)


def begin(member: Member, *, now: datetime) -> None:
    """Sign `member` in with a fresh session; one begun before on this browser ends."""
    before = access.viewer().token
    if before is not None:
        sessions.sign_out(before, now=now)
    token = sessions.sign_in(member, agent=request.user_agent.string, now=now)
    session.clear()
    session.permanent = True
    login_user(Viewer(member, frozenset(), token))


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form), status
