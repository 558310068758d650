"""Whom one mutes and blocks: one page, and the choice that leads to it. Whom it is about is in no
address: what is sent says it.
"""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts.models import Member
from community.accounts.queries import member_by_handle
from community.db import transaction
from community.distance import distancing
from community.distance.distancing import CannotKeepOff
from community.distance.models import Keeping
from community.distance.policies import Permission
from community.distance.queries import distance_between, distances_of, own_distance
from community.fields import counted

from .blueprint import bp


@bp.get("/profile/distance")
@guard(Permission.KEEP_OFF)
def show() -> ResponseReturnValue:
    """Everybody one keeps at a distance, and a field to add somebody."""
    return _page(200)


@bp.post("/profile/distance")
@guard(Permission.KEEP_OFF)
def keep() -> ResponseReturnValue:
    """Ask how far, for whoever has this handle; then keep them so far off."""
    given = request.form.get("handle", "").strip()
    other = member_by_handle(given.removeprefix("@").lower()) if given.isprintable() else None
    if other is None:
        said = f"There is no member called “{given}”." if given else "Write a handle here."
        return _page(422, given=given, wrong=said)
    kind = request.form.get("kind", "")
    if kind not in set(Keeping):
        return _choice(other)
    try:
        with transaction():
            me = viewer().member
            distancing.keep_off(other, Keeping(kind), by=me, now=clock.now())
            name = other.name
    except CannotKeepOff as refusal:
        return _page(422, given=given, wrong=str(refusal))
    flash(f"You {kind} {name} now. Only you know.")
    return redirect(url_for("distance.show"), 303)


@bp.post("/profile/distance/withdrawal")
@guard(Permission.KEEP_OFF)
def let_near() -> ResponseReturnValue:
    """Neither mute nor block them any more."""
    with transaction():
        row = own_distance(viewer().member, counted(request.form.get("number")))
        if row is not None:
            distancing.let_near(row)
    flash("That is undone. Only you know.")
    return redirect(url_for("distance.show"), 303)


def _choice(other: Member) -> ResponseReturnValue:
    me = viewer().member
    if other.id == me.id:
        return _page(422, given=other.handle, wrong="This is you.")
    row = distance_between(me, other.id, is_named=True)
    return render_template(
        "distance/choice.html",
        name=other.name,
        action=url_for("distance.keep"),
        values={"handle": other.handle},
        kind=row.kind.value if row else None,
        number=row.id if row else None,
    )


def _page(status: int, given: str = "", wrong: str | None = None) -> ResponseReturnValue:
    me = viewer().member
    rows = distances_of(me)
    page = render_template(
        "distance/list.html",
        rows=rows,
        given=given,
        wrong=wrong,
        zone=clock.zone(me.zone),
    )
    return page, status
