"""Signing up: the form, the words after it, and the page behind the link of the letter."""

from datetime import datetime

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from community import agreement, clock
from community.access import public
from community.accounts import arriving, inviting, limits, passwords
from community.accounts.arrivals import JoinInvitation, SignUp
from community.accounts.arriving_forms import FinishForm, SignUpForm
from community.accounts.models import Joining
from community.accounts.queries import present_community
from community.accounts.strangers import stamp_of
from community.db import db, transaction
from community.errors import TooMany

from . import secret_pages
from .blueprint import bp
from .confirming import own_path
from .signing import begin

_MADE_ALREADY = "This link was used. If you have just made your account with it, sign in."


@bp.get("/sign-up")
@public
def show_sign_up() -> ResponseReturnValue:
    """Ask for what it takes to become a member, or say how to get in."""
    if arriving.present_joining() is not Joining.OPEN:
        return _how_to_get_in(200)
    return _page(_new_form(own_path(request.args.get("next")) or ""), None, 200)


@bp.get("/sign-up/invited/<token>")
@public
def show_invitation_to_join(token: str) -> ResponseReturnValue:
    """The same for whoever was invited; it says by whom."""
    invitation = inviting.find(token, now=clock.now())
    if invitation is None:
        return secret_pages.dead(arriving.ENDED)
    if arriving.present_joining() is Joining.CLOSED:
        return _how_to_get_in(200)
    return _page(_new_form("", token), invitation, 200)


@bp.post("/sign-up")
@public
def sign_up() -> ResponseReturnValue:
    """Send a letter to the address; the answer is the same whoever has it."""
    now = clock.now()
    form = SignUpForm(request.form, terms=agreement.terms(now))
    invitation = inviting.find(form.invitation.data, now=now)
    if not form.validate() or form.waits(now):
        return _page(form, invitation, 422)
    asking = form.asking(leads_to=own_path(form.next.data) or "")
    try:
        limits.allow(limits.SIGN_UP, limits.network(request.remote_addr), now=now)
        limits.allow_letter(limits.VERIFICATION, asking.joiner.email_key, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(form, invitation, 429)
    if form.is_trapped:
        return _sent(form, asking.joiner.email)
    try:
        with transaction():
            invitation = inviting.find(form.invitation.data, now=now)
            arriving.ask(asking, invitation=invitation, now=now)
    except arriving.NoWayIn:
        return _how_to_get_in(409)
    return _sent(form, asking.joiner.email)


@bp.get("/sign-up/sent/<reference>")
@public
def show_sign_up_sent(reference: str) -> Response:
    """What happens next, in the same words for everybody and at any time: nothing is looked up."""
    try:
        address, leads_to, invitation = _sent_signer().loads(reference)
    except BadSignature:
        address = leads_to = invitation = None
    again = url_for("accounts.show_sign_up", next=leads_to or None)
    if invitation:
        again = url_for("accounts.show_invitation_to_join", token=invitation)
    return secret_pages.shown("accounts/sign_up_sent.html", address=address, again=again)


@bp.get("/sign-up/<token>")
@public
def show_finish(token: str) -> Response:
    """Whose account it will be, and a password to choose. Looking changes nothing."""
    now = clock.now()
    found = arriving.find(token, now=now)
    if found is None:
        return secret_pages.dead()
    if (why := arriving.why_shut(found, now=now)) is not None:
        return secret_pages.dead(why)
    return _finish_page(FinishForm(), found, token, 200)


@bp.post("/sign-up/<token>")
@public
def finish_sign_up(token: str) -> ResponseReturnValue:
    """Make the member and sign them in."""
    now = clock.now()
    found = arriving.find(token, now=now)
    if found is None:
        return secret_pages.dead()
    community = present_community()
    form = FinishForm(
        request.form, own=(found.name, found.email, community.name if community else "")
    )
    if not form.validate():
        return _finish_page(form, found, token, 422)
    db.session.rollback()  # nothing is held while the password is hashed
    password = form.password.data or ""
    hashed = passwords.hash_password(password) if password else passwords.NONE
    try:
        with transaction():
            leads_to = _make(token, hashed, now)
    except arriving.LinkIsUsed:
        return secret_pages.dead(_MADE_ALREADY)
    return redirect(own_path(leads_to) or "/", 303)


def _make(token: str, password_hash: str, now: datetime) -> str:
    """Make the member; gives where they wanted to go. Another tab may have been quicker."""
    found = arriving.find(token, now=now)
    if found is None:
        raise arriving.LinkIsUsed
    leads_to = found.leads_to
    begin(arriving.finish(found, password_hash=password_hash, now=now), now=now)
    return leads_to


def _sent(form: SignUpForm, address: str) -> ResponseReturnValue:
    """Where it is said; with what they come back by, if they have to ask once more."""
    told = (address, own_path(form.next.data) or "", form.invitation.data or "")
    reference = _sent_signer().dumps(told)
    return redirect(url_for("accounts.show_sign_up_sent", reference=reference), 303)


def _sent_signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="sign-up letter sent to")


def _new_form(leads_to: str, invitation: str = "") -> SignUpForm:
    community = present_community()
    now = clock.now()
    return SignUpForm(
        terms=agreement.terms(now),
        zone=community.zone if community else "UTC",
        stamp=stamp_of(now),
        next=leads_to,
        invitation=invitation,
    )


def _page(form: SignUpForm, invitation: JoinInvitation | None, status: int) -> ResponseReturnValue:
    by = invitation.by.name if invitation else None
    values = {"form": form, "invited_by": by}
    if invitation is not None:
        return secret_pages.shown("accounts/sign_up.html", status, **values)
    return render_template("accounts/sign_up.html", **values), status


def _how_to_get_in(status: int) -> ResponseReturnValue:
    how = arriving.present_joining().value
    return render_template("accounts/no_sign_up.html", how=how), status


def _finish_page(form: FinishForm, found: SignUp, token: str, status: int) -> Response:
    return secret_pages.shown(
        "accounts/finish_sign_up.html",
        status,
        form=form,
        name=found.name,
        email=found.email,
        token=token,
    )
