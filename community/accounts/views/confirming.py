"""The password asked again before roles, settings or secrets change."""

from collections.abc import Callable

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.urls import iri_to_uri

from community import access, clock
from community.access import guard
from community.accounts import limits, passwords, sessions
from community.accounts.forms import ConfirmationForm
from community.accounts.policies import Permission
from community.db import transaction
from community.errors import TooMany

from .blueprint import bp

_FITS = 200
_LONGEST_PATH = 400  # characters, as many as are kept where a letter leads on


def ask_first(go_on: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """What `access.recently_confirmed` does: go on if the password was given a short while ago.

    A page leads through the confirmation and back; what was sent is kept on the confirmation page
    and goes on from there, so that nothing typed is lost.
    """
    if sessions.is_confirmed(access.viewer().token, clock.now()):
        return go_on()
    if request.method in {"GET", "HEAD"}:
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.show_confirmation", next=here), 303)
    form = ConfirmationForm(request.form)
    status = _check(form) if "password_again" in request.form else 422
    return go_on() if status == _FITS else _ask_before_going_on(form, status)


@bp.get("/sign-in/confirmation")
@guard(Permission.CONFIRM_SIGN_IN)
def show_confirmation() -> ResponseReturnValue:
    """Ask for the password once more."""
    return _page(ConfirmationForm(next=own_path(request.args.get("next")) or ""), _FITS)


@bp.post("/sign-in/confirmation")
@guard(Permission.CONFIRM_SIGN_IN)
def confirm() -> ResponseReturnValue:
    """Note that it fits, and go on to where they were."""
    form = ConfirmationForm(request.form)
    status = _check(form)
    if status != _FITS:
        return _page(form, status)
    return redirect(own_path(form.next.data) or url_for("accounts.show_profile"), 303)


def own_path(target: str | None) -> str | None:
    """`target` if it is a page of ours that can be gone to, else None.

    Only what the map of addresses matches; whatever a browser or a library might read as another
    host (control characters, back-slashes, two slashes, also percent-encoded) is refused.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    path, _, query = target.partition("?")
    if any(ord(c) <= 32 or ord(c) == 127 for c in target) or set("\\#@") & set(target):  # noqa: PLR2004
        return None
    if any(sign in path.lower() for sign in ("%0", "%1", "%2f", "%5c", "%7f")):
        return None
    adapter = current_app.url_map.bind("localhost")
    try:
        adapter.match(path, method="GET")
    except (RequestRedirect, HTTPException):
        return None
    found = iri_to_uri(f"{path}?{query}" if query else path)
    return found if len(found) <= _LONGEST_PATH else None


def _check(form: ConfirmationForm) -> int:
    """200 where the password in `form` fits, else the status to show the form with."""
    who = access.viewer()
    if not form.validate():
        return 422
    kept = who.member.password_hash
    account = f"account {who.member.email_key}"
    try:
        limits.allow(limits.SIGN_IN, account, limits.network(request.remote_addr), now=clock.now())
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return 429
    if not passwords.fits(form.password_again.data or "", kept):
        form.password_again.errors = ["This is not your password."]
        return 422
    with transaction():
        sessions.confirm(who.token or "", now=clock.now())
    return _FITS


def _page(form: ConfirmationForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/confirm.html", form=form, carried=[], action=None), status


def _ask_before_going_on(form: ConfirmationForm, status: int) -> ResponseReturnValue:
    carried = [
        (name, value) for name, value in request.form.items(multi=True) if name != "password_again"
    ]
    page = render_template(
        "accounts/confirm.html", form=form, carried=carried, action=request.full_path.rstrip("?")
    )
    return page, status
