"""First notes with a link: listed, let through, or taken for spam."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation.policies import Permission
from community.notes import waiting
from community.notes.waiting_models import NoteHold
from community.notes.waiting_queries import hold_at, waiting_for_responders

from .blueprint import bp, shown


@bp.get("/desk/first-notes")
@guard(Permission.READ_FIRST_NOTES)
def list_first_notes() -> ResponseReturnValue:
    """Those that wait, the oldest first; or those taken for spam, the latest first."""
    is_spam, cursor = "spam" in request.args, request.args.get("after")
    page = waiting_for_responders(viewer().member, cursor=cursor, is_spam=is_spam)
    return shown("first_notes", page=page, is_spam=is_spam)


@bp.post("/desk/first-notes/<key>/letting-through")
@guard(Permission.READ_FIRST_NOTES, load=hold_at)
def let_note_through(held: NoteHold) -> ResponseReturnValue:
    """Let everybody read it who reads its thread."""
    with transaction():
        waiting.let_through(held, by=viewer().member, now=clock.now())
    flash("It is there for everybody now, and nothing else of theirs will wait.")
    return redirect(url_for("moderation.list_first_notes"), 303)


@bp.post("/desk/first-notes/<key>/spam")
@guard(Permission.READ_FIRST_NOTES, load=hold_at)
def take_note_for_spam(held: NoteHold) -> ResponseReturnValue:
    """Keep it from everybody but whoever wrote it."""
    with transaction():
        waiting.take_for_spam(held, by=viewer().member, now=clock.now())
    flash("Nobody sees it but whoever wrote it.")
    return redirect(url_for("moderation.list_first_notes"), 303)
