"""The page that says how to have the calls in one's own calendar."""

from flask import Response, current_app, flash, make_response, render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, public, recently_confirmed, viewer
from community.accounts.queries import present_community
from community.calendars import personal
from community.calendars.addresses import personal_subscription, subscription
from community.calendars.policies import Permission
from community.clock import zone
from community.db import transaction

from .blueprint import bp


@bp.get("/subscribe")
@public
def show_subscribe() -> ResponseReturnValue:
    """The public calendar, and for a member what is known of their own; not its address."""
    return _page()


@bp.post("/subscribe/address")
@guard(Permission.HAVE_ADDRESS)
def show_address() -> ResponseReturnValue:
    """The member's own address, made at the first time of asking."""
    key = current_app.config["SETTINGS"].secret_key
    with transaction():
        secret = personal.make(viewer().member, key=key, now=clock.now())
        text = personal.text_of(secret, key=key)
    return _private(_page(text, is_lost=text is None))


@bp.post("/subscribe/address/rotation")
@guard(Permission.HAVE_ADDRESS)
@recently_confirmed
def rotate_address() -> ResponseReturnValue:
    """A new address of their own; the old one ends."""
    key = current_app.config["SETTINGS"].secret_key
    with transaction():
        secret = personal.rotate(viewer().member, key=key, now=clock.now())
        text = personal.text_of(secret, key=key)
    flash("Your calendar has a new address. The old one no longer works.")
    return _private(_page(text))


def _page(text: str | None = None, *, is_lost: bool = False) -> str:
    community, member = present_community(), viewer().member
    return render_template(
        "calendars/subscribe.html",
        subscription=subscription("community", name=community.name if community else "Calls"),
        secret=personal.standing(member) if member else None,
        own=personal_subscription(text) if text else None,
        is_lost=is_lost,
        zone=zone(member.zone if member else "UTC"),
    )


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
