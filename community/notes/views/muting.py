"""No letters about a thread: with a button on its page, or with the link of a letter."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from community import clock
from community.access import guard, public, viewer
from community.accounts.letterheads import recipient_of
from community.db import transaction
from community.notes import muting
from community.notes.models import Thread
from community.notes.policies import Permission
from community.notes.queries import thread_by_key
from community.notes.subject_queries import subject_of
from community.origin import open_to_any_origin

from .blueprint import bp


@bp.post("/threads/<key>/mute")
@guard(Permission.MUTE_THREAD, load=thread_by_key)
def mute(thread: Thread) -> ResponseReturnValue:
    """No letters about this thread for me."""
    with transaction():
        muting.mute(thread.id, viewer().member.person_id, now=clock.now())
        location = url_for("notes.show_thread", key=thread.key)
    flash("You receive no letters about this thread.")
    return redirect(location, 303)


@bp.post("/threads/<key>/mute/withdrawal")
@guard(Permission.MUTE_THREAD, load=thread_by_key)
def unmute(thread: Thread) -> ResponseReturnValue:
    """Letters again."""
    with transaction():
        muting.unmute(thread.id, viewer().member.person_id)
        location = url_for("notes.show_thread", key=thread.key)
    flash("You receive letters about this thread again.")
    return redirect(location, 303)


@bp.get("/threads/letters/<token>")
@public
def show_thread_letters(token: str) -> ResponseReturnValue:
    """A button to stop the letters about one thread."""
    thread, person_id = _read(token)
    subject = subject_of(thread)
    page = render_template(
        "notes/letters.html",
        token=token,
        title=subject.title if subject else "",
        is_muted=muting.is_muted(thread.id, person_id),
    )
    return _private(page)


@bp.post("/threads/letters/<token>")
@public
@open_to_any_origin
def stop_thread_letters(token: str) -> ResponseReturnValue:
    """Stop them with one click (RFC 8058), or on the page."""
    thread, person_id = _read(token)
    with transaction():
        muting.mute(thread.id, person_id, now=clock.now())
    if "chosen" not in request.form:
        return _private("You receive no more letters about this thread.\n")
    return _private(redirect(url_for("notes.show_thread_letters", token=token), 303))


def _read(token: str) -> tuple[Thread, int]:
    found = muting.read_token(token)
    if found is None or recipient_of(found[1]) is None:
        abort(404)
    return found


def _private(page: str | BaseResponse) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
