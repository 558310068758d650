"""Saying what became of what a note raises; and that it is open again."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.notes import settling, waiting
from community.notes.forms import OutcomeForm
from community.notes.models import Note
from community.notes.outcome_queries import outcome_of
from community.notes.outcomes import Outcome
from community.notes.policies import Permission, is_author, settles
from community.notes.queries import note_by_key
from community.notes.settling import NoSuchRevision
from community.notes.subject_queries import Matters, Subject, subject_of

from .blueprint import bp
from .reading import address_of, keep_to_its_link

_WITHOUT_LINK = "Nobody has read a link of yours before. Say it without the link."


@bp.get("/notes/<key>/outcome")
@guard(Permission.SETTLE_NOTE, load=note_by_key)
def ask_what_became(note: Note) -> ResponseReturnValue:
    """The form to say it."""
    _, matters = _raised_about(note)
    standing, open_to = outcome_of(note), _outcomes(note)
    said = standing.outcome if standing and standing.outcome in open_to else open_to[0]
    number = standing.revision if standing else None
    why = standing.why if standing and not standing.is_aside else ""
    values = {"outcome": said.value, "revision": number or matters.present, "why": why}
    return _page(note, OutcomeForm(outcomes=open_to, data=values))


@bp.post("/notes/<key>/outcome")
@guard(Permission.SETTLE_NOTE, load=note_by_key)
@agreed_first()
def settle_note(note: Note) -> ResponseReturnValue:
    """Say it."""
    form = OutcomeForm(request.form, outcomes=_outcomes(note))
    if not form.validate():
        return _page(note, form), 422
    if waiting.must_wait(form.why.data or "", _raised_about(note)[0], viewer(), now=clock.now()):
        form.why.errors = [_WITHOUT_LINK]
        return _page(note, form), 422
    given = {"why": form.why.data or "", "by": viewer().member, "now": clock.now()}
    number = form.revision.data if "revision" in form else None
    try:
        with transaction():
            settling.settle(note, Outcome(form.outcome.data), revision=number, **given)
            location = address_of(note)
    except NoSuchRevision as wrong:
        form.revision.errors = [str(wrong)]
        return _page(note, form), 422
    flash("That is said now. It can be opened again.")
    return redirect(location, 303)


@bp.post("/notes/<key>/outcome/withdrawal")
@guard(Permission.OPEN_NOTE_AGAIN, load=note_by_key)
def open_note_again(note: Note) -> ResponseReturnValue:
    """Undo it."""
    with transaction():
        settling.reopen(note, by=viewer().member, now=clock.now())
        location = address_of(note)
    flash("It is open again.")
    return redirect(location, 303)


def _outcomes(note: Note) -> Sequence[Outcome]:
    """What the viewer may say: whoever wrote it may always take it back, and no more by that."""
    if not settles(viewer(), note):
        return [Outcome.WITHDRAWN]
    return [one for one in Outcome if one is not Outcome.WITHDRAWN or is_author(viewer(), note)]


def _raised_about(note: Note) -> tuple[Subject, Matters]:
    subject = subject_of(note.thread)
    if subject is None or subject.matters is None:
        abort(404)
    return subject, subject.matters


def _page(note: Note, form: OutcomeForm) -> str:
    subject, _ = _raised_about(note)
    keep_to_its_link(subject)
    return render_template(
        "notes/outcome.html",
        key=note.key,
        kind=note.kind.value,
        text_html=note.text_html,
        title=subject.title,
        form=form,
        standing=outcome_of(note),
    )
