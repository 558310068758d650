"""A note that becomes a pattern: one button, and a draft to go on with."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.notes.models import Note
from community.notes.queries import note_by_key
from community.outbox.addresses import absolute
from community.patterns.begun_from_notes import begin_from
from community.patterns.policies import Permission

from .blueprint import bp


@bp.post("/notes/<key>/pattern-draft")
@guard(Permission.BEGIN_FROM_NOTE, load=note_by_key)
@agreed_first()
def begin_from_note(note: Note) -> ResponseReturnValue:
    """Write down what a note says as a draft of a pattern, and open it to go on."""
    address = absolute("notes.show_note", key=note.key)
    with transaction():
        pattern = begin_from(note, address, by=viewer().member, now=clock.now())
        slug = pattern.slug
    flash("This is a draft of yours now, with the words of the note. Nobody else can see it.")
    return redirect(url_for("patterns.edit_pattern", slug=slug), 303)
