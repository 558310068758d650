"""Notes on parts of things that other features have, such as the sections of a pattern."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.notes.blocks import block_of
from community.notes.policies import Permission
from community.notes.queries import ThreadPage
from community.notes.subject_queries import PARTS, Parts, Subject

from .blueprint import bp
from .reading import page
from .writing import taken


def _at(things: str, slug: str, part: str) -> Subject | None:
    return PARTS[things].at(viewer(), slug, part)


@bp.get("/<any(patterns):things>/<slug>/notes/<part>")
@guard(Permission.READ_NOTES, load=_at)
def show_notes_of_part(subject: Subject) -> ResponseReturnValue:
    """The thread on a part, also before anything has been said."""
    thread = _parts(subject).thread(subject)
    if thread is not None:
        draft = request.args.get("draft")
        return redirect(url_for("notes.show_thread", key=thread.key, draft=draft), 303)
    return page(block_of(None, subject, ThreadPage(), viewer(), clock.now()), None)


@bp.post("/<any(patterns):things>/<slug>/notes/<part>")
@guard(Permission.WRITE_NOTE, load=_at)
@agreed_first()
def write_on_part(subject: Subject) -> ResponseReturnValue:
    """Write the first note of a branch in it."""
    return taken(subject, None, lambda: _parts(subject).begin(subject, clock.now()))


def _parts(subject: Subject) -> Parts:
    return PARTS[subject.notes_values["things"]]
