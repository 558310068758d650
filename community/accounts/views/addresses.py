"""A member's move to another address, and the pages behind the links of its letters."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import access, clock
from community.access import guard, public, recently_confirmed
from community.accounts import addresses, limits, mailed
from community.accounts.account_forms import NewAddressForm
from community.accounts.policies import Permission
from community.db import transaction
from community.errors import TooMany

from . import secret_pages
from .blueprint import bp


@bp.get("/profile/address")
@guard(Permission.EDIT_OWN_PROFILE)
@recently_confirmed
def show_address() -> ResponseReturnValue:
    """Ask for the new address."""
    return _page(NewAddressForm(), 200)


@bp.post("/profile/address")
@guard(Permission.EDIT_OWN_PROFILE)
@recently_confirmed
def ask_for_address() -> ResponseReturnValue:
    """Send a link to it; until it is opened nothing changes."""
    form, me, now = NewAddressForm(request.form), access.viewer().member, clock.now()
    if not form.validate():
        return _page(form, 422)
    email, key = form.address()
    try:
        limits.allow(limits.ADDRESS, f"account {me.id}", now=now)
        limits.allow_letter(limits.ADDRESS, key, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(form, 429)
    with transaction():
        addresses.ask(me, email=email, email_key=key, now=now)
    flash(f"We have sent a letter to {email}. Open its link to make it your address.")
    return redirect(url_for("accounts.show_profile"), 303)


@bp.get("/address/<token>")
@public
def show_new_address(token: str) -> Response:
    """A button that makes it so."""
    change = addresses.find(token, now=clock.now())
    if change is None:
        return secret_pages.dead()
    return secret_pages.shown(
        "accounts/address_link.html", token=token, email=change.new_email, back=False
    )


@bp.post("/address/<token>")
@public
def change_address(token: str) -> ResponseReturnValue:
    """Make it so."""
    now = clock.now()
    with transaction():
        change = addresses.find(token, now=now)
        is_made = change is not None and addresses.make(change, now=now)
        email = change.new_email if change else ""
    if not is_made:
        return secret_pages.dead()
    return secret_pages.shown("accounts/address_changed.html", email=email)


@bp.get("/address/back/<token>")
@public
def show_address_back(token: str) -> Response:
    """A button that takes it back."""
    change = addresses.find_back(token, now=clock.now())
    if change is None:
        return secret_pages.dead()
    return secret_pages.shown(
        "accounts/address_link.html", token=token, email=change.old_email, back=True
    )


@bp.post("/address/back/<token>")
@public
def take_address_back(token: str) -> ResponseReturnValue:
    """Take it back, and lead on to another password."""
    now = clock.now()
    with transaction():
        change = addresses.find_back(token, now=now)
        link = addresses.take_back(change, now=now) if change else None
        text = mailed.text_of(link) if link else None
    if text is None:
        return secret_pages.dead()
    return redirect(url_for("accounts.show_new_password", token=text), 303)


def _page(form: NewAddressForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/address.html", form=form), status
