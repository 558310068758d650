"""Taking one's own data along, and leaving for good."""

from collections.abc import Sequence

from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from community import access, clock
from community.access import guard, public, recently_confirmed
from community.accounts import erasing_again, leaving, taking_along
from community.accounts.policies import Permission
from community.accounts.queries import present_community
from community.db import transaction
from community.errors import Refusal
from community.holdings import Holding

from .blueprint import bp


class ErasureForm(Form):
    """The member's own handle, typed."""

    handle = StringField("Your handle", [InputRequired("Type your handle here.")])


@bp.get("/profile/export.zip")
@guard(Permission.TAKE_ALONG)
@recently_confirmed
def export() -> ResponseReturnValue:
    """Everything the place holds of me."""
    me, community = access.viewer().member, present_community()
    content = taking_along.archive(
        _holdings(),
        me.person_id,
        place=community.name if community else "this place",
        now=clock.now(),
    )
    response = Response(content, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{me.handle}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/profile/erasure")
@guard(Permission.LEAVE)
@recently_confirmed
def ask_to_erase() -> ResponseReturnValue:
    """What goes, what stays, and a field to say that it is meant."""
    return _page(ErasureForm()), 200


@bp.post("/profile/erasure")
@guard(Permission.LEAVE)
@recently_confirmed
def erase() -> ResponseReturnValue:
    """Take the member out of everything."""
    form, me = ErasureForm(request.form), access.viewer().member
    if not form.validate():
        return _page(form), 422
    number, came_at, now = me.person_id, me.person.created_at, clock.now()
    names = erasing_again.names_of(number)
    try:
        with transaction():
            leaving.erase(me, _holdings(), typed_handle=form.handle.data or "", now=now)
    except leaving.NotYourHandle as refusal:
        form.handle.errors = [str(refusal)]
        return _page(form), 422
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _page(form), refusal.status
    erasing_again.leave_no_trace(names)
    erasing_again.note_member(number, came_at, now)
    session.clear()
    return redirect(url_for("accounts.show_goodbye"), 303)


@bp.get("/goodbye")
@public
def show_goodbye() -> ResponseReturnValue:
    """That it is done."""
    return render_template("accounts/goodbye.html")


def _holdings() -> Sequence[Holding]:
    found: Sequence[Holding] = current_app.extensions["holdings"]
    return found


def _page(form: ErasureForm) -> str:
    me = access.viewer().member
    warnings = [each for one in _holdings() for each in one.before_leaving(me.person_id)]
    return render_template("accounts/erasure.html", form=form, handle=me.handle, warnings=warnings)
