"""Words to take out of a note for ever: asked for, looked at where they stand, taken out."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.notes import redacting
from community.notes.models import Note
from community.notes.policies import Permission
from community.notes.queries import note_by_key
from community.notes.redaction_queries import spots_in_records, spots_of
from community.notes.repeat_queries import MOST_OTHERS, others_beside, subjects_of
from community.notes.subject_queries import subject_of
from community.redaction import preview, texts_left
from community.redaction_fields import RedactionForm

from .blueprint import bp
from .reading import address_of, keep_to_its_link

_TAKE = "take"


@bp.get("/notes/<key>/redaction")
@guard(Permission.REDACT_NOTE, load=note_by_key)
def ask_what_to_redact(note: Note) -> ResponseReturnValue:
    """The text, and the form for the words that are to go."""
    return _page(note, RedactionForm())


@bp.post("/notes/<key>/redaction")
@guard(Permission.REDACT_NOTE, load=note_by_key)
def redact_note(note: Note) -> ResponseReturnValue:
    """Show what would be gone where; once that was looked at, take it out."""
    form = RedactionForm(request.form)
    if not form.validate():
        return _page(note, form), 422
    words = form.words.data or ""
    spots = [*spots_of(note), *spots_in_records(note, viewer())]
    shown = preview(spots, words)
    takes = request.form.get("do") == _TAKE
    also = request.form.getlist("also")
    others = others_beside(words, note, viewer(), keys=also if takes else None)
    if not shown.found and not shown.hidden and not others:
        form.say_not_there()
        return _page(note, form), 422
    if not takes:
        told = _told(note, others[:MOST_OTHERS])
        return _page(note, form, shown=shown, others=told, more=len(others) - len(told))
    spots += [spot for one in others for spot in spots_of(one)]
    with transaction(texts_left(spots, words)):
        redacting.redact(
            note,
            words,
            why=form.why.data or "",
            whole=request.form.getlist("whole"),
            also=also,
            by=viewer(),
            now=clock.now(),
        )
        location = address_of(note)
    flash("The words are gone.")
    return redirect(location, 303)


def _told(note: Note, others: Sequence[Note]) -> list[tuple[str, str, bool, str]]:
    """The key and the words of each, whether it is of the same thread, and what it is about where
    that is something else.
    """
    told = subjects_of([one for one in others if one.thread_id != note.thread_id])
    titles = {number: subject.title for number, subject in told.items() if subject}
    return [
        (one.key, one.text_html, one.thread_id == note.thread_id, titles.get(one.thread_id, ""))
        for one in others
    ]


def _page(note: Note, form: RedactionForm, **shown: object) -> str:
    subject = subject_of(note.thread)
    if subject is not None:
        keep_to_its_link(subject)
    given = {"shown": None, "others": (), "more": 0} | shown
    return render_template(
        "notes/redaction.html", key=note.key, text=note.text_source, form=form, **given
    )
