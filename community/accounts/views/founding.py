"""The set-up page behind its one-time address."""

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import public
from community.accounts import passwords, setting_up
from community.accounts.forms import SetUpForm
from community.db import db, transaction

from .blueprint import bp
from .signing import begin


@bp.get("/set-up/<token>")
@public
def show_set_up(token: str) -> ResponseReturnValue:
    """The form, for whoever has the address that was printed where the program runs."""
    _require(token)
    return _page(SetUpForm(), 200)


@bp.post("/set-up/<token>")
@public
def set_up(token: str) -> ResponseReturnValue:
    """Found the community and sign its steward in."""
    _require(token)
    form = SetUpForm(request.form)
    if not form.validate():
        return _page(form, 422)
    db.session.rollback()  # nothing is held while the password is hashed
    hashed = passwords.hash_password(form.password.data or "")
    now = clock.now()
    with transaction():
        _require(token)
        begin(setting_up.set_up(form.draft(), password_hash=hashed, now=now), now=now)
    return redirect("/", 303)


def _require(token: str) -> None:
    """A wrong, void or used address is no page at all."""
    if setting_up.found_address(token) is None:
        abort(404)


def _page(form: SetUpForm, status: int) -> ResponseReturnValue:
    page = render_template("accounts/set_up.html", form=form)
    return page, status, {"Cache-Control": "private, no-store"}
