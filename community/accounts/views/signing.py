"""Signing up, in and out."""

from datetime import datetime, timedelta

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer

from community import access, clock
from community.access import Viewer, public
from community.accounts import joining, limits, passwords, profiles, sessions
from community.accounts.forms import SignInForm, SignUpForm
from community.accounts.models import Member
from community.accounts.queries import member_by_address, present_community
from community.db import db, transaction
from community.errors import TooMany

from .blueprint import bp
from .confirming import own_path

_LEAST_TIME = timedelta(seconds=3)  # nobody fills the sign-up page in faster
_MOST_TIME = timedelta(days=1)
_WRONG = "This address and password do not belong together. Look at both and try again."


@bp.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    form = SignInForm(next=own_path(request.args.get("next")) or "")
    return _sign_in_page(form, 200, joined="joined" in request.args)


@bp.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Begin a sign-in. An unknown address takes as long and says the same as a wrong password."""
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, 422)
    where = limits.network(request.remote_addr)
    try:
        limits.allow(limits.SIGN_IN, f"account {form.email_key()}", where, now=clock.now())
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
        if again:
            profiles.rehash(member, old=kept, password_hash=again)
        begin(member, now=clock.now())
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


@bp.get("/sign-up")
@public
def show_sign_up() -> ResponseReturnValue:
    """Ask for what it takes to become a member."""
    community = present_community()
    form = SignUpForm(zone=community.zone if community else "UTC", stamp=_stamp(clock.now()))
    return _sign_up_page(form, 200)


@bp.post("/sign-up")
@public
def sign_up() -> ResponseReturnValue:
    """Make the account, if the address is new; the answer is the same if it is not."""
    community = present_community()
    form = SignUpForm(request.form, place=community.name if community else "")
    now = clock.now()
    if not form.validate():
        return _sign_up_page(form, 422)
    wait = _too_quick(form.stamp.data or "", now)
    if wait:
        form.form_errors.append(wait)
        form.stamp.data = form.stamp.data if _opened(form.stamp.data or "") else _stamp(now)
        return _sign_up_page(form, 422)
    try:
        limits.allow(limits.SIGN_UP, limits.network(request.remote_addr), now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _sign_up_page(form, 429)
    if not form.website.data:  # people do not see this field; what fills it in learns nothing
        hashed = passwords.hash_password(form.password.data or "")
        with transaction():
            joining.sign_up(form.draft(), password_hash=hashed, now=now)
    return redirect(url_for("accounts.show_sign_in", joined=""), 303)


def begin(member: Member, *, now: datetime) -> None:
    """Sign `member` in with a fresh session; one begun before on this browser ends."""
    before = access.viewer().token
    if before is not None:
        sessions.sign_out(before, now=now)
    token = sessions.sign_in(member, agent=request.user_agent.string, now=now)
    session.clear()
    session.permanent = True
    login_user(Viewer(member, frozenset(), token))


def _sign_in_page(form: SignInForm, status: int, *, joined: bool = False) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form, joined=joined), status


def _sign_up_page(form: SignUpForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/sign_up.html", form=form), status


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="sign-up opened")


def _stamp(now: datetime) -> str:
    return str(_signer().dumps(int(now.timestamp())))


def _opened(stamp: str) -> int | None:
    """When the page with this stamp was opened, in seconds of the epoch; None if it is not ours."""
    try:
        return int(_signer().loads(stamp))
    except (BadSignature, ValueError, TypeError):
        return None


def _too_quick(stamp: str, now: datetime) -> str | None:
    opened = _opened(stamp)
    age = now.timestamp() - opened if opened is not None else None
    if age is None or age > _MOST_TIME.total_seconds():
        return "This page had been open for long. Look at it once more and press the button again."
    if age < _LEAST_TIME.total_seconds():
        return "That was very quick. Wait a moment and press the button again."
    return None
