"""Asking to answer with a name and an address; the letter that follows has the rest."""

from hashlib import sha256
from secrets import token_urlsafe

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import agreement, clock, once
from community.access import guard, public, viewer
from community.accounts import limits
from community.accounts.strangers import stamp_of
from community.attendance import guest_answers, guest_pages
from community.attendance.forms import GuestAnswerForm
from community.attendance.policies import Permission
from community.calls.queries import sitting_at
from community.calls.times import Sitting
from community.calls.when import when_of
from community.db import transaction
from community.errors import TooMany

from .blueprint import bp, private

_ANYBODY = 0  # whose forms are kept by what is in them: visitors have no number


@bp.get("/calls/<slug>/sittings/<int:number>/guest-answer")
@guard(Permission.ANSWER_AS_GUEST, load=sitting_at)
def show_guest_form(sitting: Sitting) -> ResponseReturnValue:
    """Ask for a name and an address; members answer on the page of the call."""
    if viewer().member is not None:
        return redirect(_page_of(sitting), 303)
    asked = request.args.get("answer", "going")
    now = clock.now()
    form = GuestAnswerForm(
        answer=asked, zone=sitting.zone, stamp=stamp_of(now), terms=agreement.terms(now)
    )
    return _form_page(sitting, form, 200)


@bp.post("/calls/<slug>/sittings/<int:number>/guest-answer")
@guard(Permission.ANSWER_AS_GUEST, load=sitting_at)
def ask_as_guest(sitting: Sitting) -> ResponseReturnValue:
    """Send a letter to the address that was given. Every address is answered the same."""
    now = clock.now()
    form = GuestAnswerForm(request.form, terms=agreement.terms(now))
    if viewer().member is not None:
        return redirect(_page_of(sitting), 303)
    if not form.validate() or form.waits(now):
        return _form_page(sitting, form, 422)
    if form.is_trapped:
        return redirect(_asked_page(token_urlsafe(18)), 303)
    key = _key_of(sitting, form)
    earlier = once.known(key, by_id=_ANYBODY)
    if earlier:
        return redirect(earlier, 303)
    caller, wish = form.caller(), form.wish()
    try:
        where = limits.network(request.remote_addr)
        limits.allow(guest_answers.BY_NETWORK, where, now=now)
        limits.allow_letter(guest_answers.BY_ADDRESS, caller.email_key, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _form_page(sitting, form, 429)
    with transaction():
        location = once.earlier(key, by_id=_ANYBODY, now=now)
        if location is None:
            given = guest_answers.ask(sitting, caller, wish, now=now)
            location = _asked_page(given.link.nonce)
            once.led_to(key, location, by_id=_ANYBODY)
    return redirect(location, 303)


@bp.get("/answers/asked/<reference>")
@public
def show_asked(reference: str) -> ResponseReturnValue:
    """What happens next, in the same words for every address."""
    address = guest_answers.address_asked(reference)
    return private(render_template("attendance/asked.html", address=address))


def _form_page(sitting: Sitting, form: GuestAnswerForm, status: int) -> Response:
    now = clock.now()
    values = {
        "form": form,
        "slug": sitting.call.slug,
        "number": sitting.position + 1,
        "title": sitting.call.title,
        "when": when_of(sitting, None),
        "block": guest_pages.block_of(sitting, None, now),
    }
    return private(render_template("attendance/guest_form.html", **values), status)


def _asked_page(reference: str) -> str:
    return url_for("attendance.show_asked", reference=reference)


def _page_of(sitting: Sitting) -> str:
    number = sitting.position + 1
    return url_for("front.show_call", slug=sitting.call.slug, _anchor=f"rsvp-{number}")


def _key_of(sitting: Sitting, form: GuestAnswerForm) -> str:
    """The same for the same form sent again, and another for every other."""
    said = "\0".join(f"{field.name}={field.data}" for field in form)
    return sha256(f"{sitting.id}\0{said}".encode()).hexdigest()[:60]
