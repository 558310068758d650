"""Signing in, and choosing another password, by a link in a letter."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import access, clock
from community.access import public
from community.accounts import entering, limits, mailed, passwords
from community.accounts.forms import AddressForm, ChosenPassword
from community.accounts.models import MailedLink, Purpose
from community.accounts.queries import present_community
from community.accounts.staying import held
from community.db import db, transaction
from community.errors import TooMany

from . import secret_pages
from .blueprint import bp
from .confirming import own_path
from .signing import begin

Show = Callable[[AddressForm, int], ResponseReturnValue]


@bp.get("/sign-in/link")
@public
def show_sign_in_by_link() -> ResponseReturnValue:
    """Ask for the address to send a link to."""
    who = access.viewer().member
    next_path = own_path(request.args.get("next")) or ""
    return _link_page(AddressForm(email=who.email if who else "", next=next_path), 200)


@bp.post("/sign-in/link")
@public
def send_sign_in_link() -> ResponseReturnValue:
    """Send it, where there is an account; the words are the same where there is none."""
    return _send(Purpose.SIGN_IN, _link_page, "accounts.show_sign_in_by_link")


@bp.get("/sign-in/link/<token>")
@public
def show_sign_in_link(token: str) -> Response:
    """A button: programs that look into mail follow links, and sign nobody in."""
    link = entering.find(token, Purpose.SIGN_IN, now=clock.now())
    if link is None or link.member is None:
        return secret_pages.dead()
    leads_to = own_path(request.args.get("next")) or ""
    return secret_pages.shown(
        "accounts/sign_in_link.html", name=link.member.name, token=token, next=leads_to
    )


@bp.post("/sign-in/link/<token>")
@public
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Begin a sign-in, once."""
    now = clock.now()
    with transaction():
        link = entering.find(token, Purpose.SIGN_IN, now=now)
        member = held(link.member) if link is not None and link.member is not None else None
        is_theirs = link is not None and member is not None and mailed.use(link, now=now)
        if member is not None and is_theirs:
            begin(member, now=now)
    if not is_theirs:
        return secret_pages.dead()
    return redirect(own_path(request.form.get("next")) or "/", 303)


@bp.get("/password/reset")
@public
def show_reset() -> ResponseReturnValue:
    """Ask for the address to send a link to."""
    who = access.viewer().member
    return _reset_page(AddressForm(email=who.email if who else ""), 200)


@bp.post("/password/reset")
@public
def send_reset() -> ResponseReturnValue:
    """Send it, where there is an account; the words are the same where there is none."""
    return _send(Purpose.RESET, _reset_page, "accounts.show_reset")


@bp.get("/password/reset/<token>")
@public
def show_new_password(token: str) -> Response:
    """A password to choose. Looking changes nothing."""
    link = entering.find(token, Purpose.RESET, now=clock.now())
    if link is None:
        return secret_pages.dead()
    return _password_page(ChosenPassword(), link, token, 200)


@bp.post("/password/reset/<token>")
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Keep it, end every sign-in, and begin one here."""
    now = clock.now()
    link = entering.find(token, Purpose.RESET, now=now)
    if link is None or link.member is None:
        return secret_pages.dead()
    me, community = link.member, present_community()
    own = (me.name, me.email, me.handle, community.name if community else "")
    form = ChosenPassword(request.form, own=own)
    if not form.validate():
        return _password_page(form, link, token, 422)
    db.session.rollback()  # nothing is held while the password is hashed
    hashed = passwords.hash_password(form.password.data or "")
    with transaction():
        member = entering.reset(link, password_hash=hashed, now=now)
        if member is not None:
            begin(member, now=now)
    if member is None:
        return secret_pages.dead()
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect(url_for("accounts.show_profile"), 303)


def _send(purpose: Purpose, show: Show, endpoint: str) -> ResponseReturnValue:
    form, now = AddressForm(request.form), clock.now()
    if not form.validate():
        return show(form, 422)
    to, key = limits.LINKS[purpose], form.email_key()
    try:
        limits.allow(to.network, limits.network(request.remote_addr), now=now)
        limits.allow_letter(to.address, key, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return show(form, 429)
    with transaction():
        entering.send_link(purpose, key, now=now, leads_to=own_path(form.next.data) or "")
    return redirect(url_for(endpoint, sent=""), 303)


def _link_page(form: AddressForm, status: int) -> ResponseReturnValue:
    sent = status == 200 and "sent" in request.args  # noqa: PLR2004 - all is well
    return render_template("accounts/sign_in_by_link.html", form=form, sent=sent), status


def _reset_page(form: AddressForm, status: int) -> ResponseReturnValue:
    sent = status == 200 and "sent" in request.args  # noqa: PLR2004 - all is well
    return render_template("accounts/reset.html", form=form, sent=sent), status


def _password_page(form: ChosenPassword, link: MailedLink, token: str, status: int) -> Response:
    email = link.member.email if link.member else ""
    return secret_pages.shown(
        "accounts/new_password.html", status, form=form, email=email, token=token
    )
