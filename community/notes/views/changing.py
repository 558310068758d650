"""Notes to change: their words, their kind, taken out and put back, what they were before."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, permitted, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.disclosures.queries import last_said
from community.distance.queries import folded_by
from community.drafts.models import Draft
from community.drafts.sent import in_other_tabs, sent_tab
from community.notes import drafting, editing, history, removing, sorting
from community.notes.blocks import author_of, reader_zone
from community.notes.drafting import TooOld
from community.notes.editing import ChangedMeanwhile, DisclosureIsAsked, WordsWereTakenOut
from community.notes.forms import ChangeForm, KindForm, ReasonForm
from community.notes.models import Note
from community.notes.opening_forms import followed_by, kinds_of, kinds_there
from community.notes.policies import Permission, reads_it_alone, writes
from community.notes.queries import note_by_key
from community.notes.redaction_queries import redacted_since
from community.notes.role_queries import MADE_OF_IT
from community.notes.subject_queries import subject_of
from community.sent import typed
from community.text import TextTooLong

from .blueprint import bp
from .changing_held import held_at, must_wait
from .changing_kept import begun_of, forget, form_at, form_with, keep
from .ended import say_what_became
from .forming import DISCARD, DRAFT, PREVIEW, asked_for, base_given, is_live, previewed, refused
from .reading import address_of, keep_to_its_link, part_in
from .writing import after

_ACTS = (Permission.EDIT_NOTE, Permission.SORT_NOTE, Permission.REMOVE_NOTE)


@bp.get("/notes/<key>/edit")
@guard(Permission.EDIT_NOTE, load=note_by_key, otherwise=say_what_became)
def edit_note(note: Note) -> ResponseReturnValue:
    """The forms for another text, another kind, and for taking the note out."""
    draft, others = begun_of(note)
    if draft is not None and (draft.base or 1) < redacted_since(note.id):
        form = _as_it_is(note)
        form.others = others
        return _page(note, form, own=draft.text_source, kept=draft)
    text = draft.text_source if draft else note.text_source
    version = (draft.base or 1) if draft else note.version
    form = form_with(text, version, draft)
    form.others = others
    return _page(note, form, kept_at=draft.at if draft else None)


@bp.post("/notes/<key>/text")
@guard(Permission.EDIT_NOTE, load=note_by_key, otherwise=say_what_became)
@agreed_first()
def change_text(note: Note) -> ResponseReturnValue:
    """Say something else; what it said before is kept."""
    member, asks = viewer().member, "disclosure-degree" in request.form
    form = ChangeForm(request.form, last=last_said(member.person), asks=asks)
    if asked_for() in {DRAFT, DISCARD}:
        return _keep_draft(note, form)
    if not form.validate() or asked_for() == PREVIEW:
        return _page(note, form), 200 if not form.errors else 422
    try:
        with transaction(typed()):
            is_merged = False
            base, said = form.version.data or 1, form.said()
            if must_wait(note, form):
                location = held_at(note, form, base, said)
            else:
                text, now = form.text.data or "", clock.now()
                told = {"base": base, "said": said, "by": member, "tab": sent_tab()}
                changed = editing.change(note, text, **told, now=now)
                is_merged = changed.is_merged
                location = after(note, sent=drafting.place_of_change(note))
    except DisclosureIsAsked:
        again = ChangeForm(request.form, last=last_said(member.person), asks=True)
        return _page(note, again, is_much=True), 422
    except (ChangedMeanwhile, WordsWereTakenOut) as other:
        return _show_other(note, other, asks=asks), 409
    except TextTooLong as wrong:  # with what others wrote
        return _page(note, refused(form, wrong)), 422
    if is_merged:
        flash("Somebody else changed it meanwhile. Both changes are in it now.")
    return redirect(location, 303)


@bp.post("/notes/<key>/kind")
@guard(Permission.SORT_NOTE, load=note_by_key)
@agreed_first()
def sort_note(note: Note) -> ResponseReturnValue:
    """Make it another kind; whoever takes the notes makes decisions and actions of the rest."""
    is_writer = writes(viewer(), note)
    form = KindForm(request.form, kinds=kinds_there(note) if is_writer else MADE_OF_IT)
    if not form.validate():
        return _page(note, _as_it_is(note), kinds=form), 422
    with transaction():
        sorting.sort(
            note if is_writer else sorting.unsorted(note),
            form.chosen,
            owner_id=form.owner_of_action,
            due_on=form.day_of_action,
            follows=followed_by(note, form),
            base=base_given(),
            by=viewer().member,
            now=clock.now(),
        )
        location = after(note)
    return redirect(location, 303)


@bp.post("/notes/<key>/removal")
@guard(Permission.REMOVE_NOTE, load=note_by_key)
def remove_note(note: Note) -> ResponseReturnValue:
    """Take it out; its place stays."""
    form = ReasonForm(request.form)
    if not form.validate():
        abort(422)
    with transaction():
        removing.remove(note, by=viewer().member, reason=form.reason.data or "", now=clock.now())
        location = after(note)
    flash("The note is taken out. You can put it back.")
    return redirect(location, 303)


@bp.post("/notes/<key>/removal/withdrawal")
@guard(Permission.PUT_NOTE_BACK, load=note_by_key)
def put_note_back(note: Note) -> ResponseReturnValue:
    """Undo it."""
    with transaction():
        removing.put_back(note, by=viewer().member, now=clock.now())
        location = address_of(note)
    flash("The note is back.")
    return redirect(location, 303)


@bp.get("/notes/<key>/revisions")
@guard(Permission.READ_NOTES, load=note_by_key)
def list_revisions(note: Note) -> ResponseReturnValue:
    """What the note was before, and what differs from one time to the next."""
    if note.is_removed:
        abort(404)
    subject = subject_of(note.thread) or abort(404)
    keep_to_its_link(subject)
    return render_template(
        "notes/revisions.html",
        key=note.key,
        matters=subject.matters,
        is_alone=reads_it_alone(viewer(), note),
        versions=history.versions_of(note, _number_in(request.args.get("before"))),
        is_folded=folded_by(viewer()).holds(note.by_id, is_named=author_of(note) is not None),
        zone=reader_zone(viewer()),
        can=permitted(viewer(), note, _ACTS),
    )


@bp.post("/notes/<key>/revisions/<int:number>/restoration")
@guard(Permission.EDIT_NOTE, load=lambda key, number: note_by_key(key))  # noqa: ARG005
@agreed_first()
def restore_revision(note: Note) -> ResponseReturnValue:
    """Let it say again what it said as one of its versions."""
    number = int((request.view_args or {})["number"])
    with transaction():
        editing.revert(note, number, by=viewer().member, now=clock.now())
        location = address_of(note)
    flash(f"The note says again what it said as version {number}.")
    return redirect(location, 303)


def _number_in(given: str | None) -> int | None:
    return part_in(given) if given else None


def _keep_draft(note: Note, form: ChangeForm) -> ResponseReturnValue:
    try:
        with transaction():
            if asked_for() == DISCARD:
                forget(note)
                flash("The draft is gone.")
            else:
                keep(note, request.form.get("text", ""))
                flash("Your draft is kept. Nobody else can see it.")
    except TextTooLong as wrong:
        return _page(note, refused(form, wrong)), 422
    except TooOld:
        return _page(note, _as_it_is(note), own=request.form.get("text", "")), 409
    return redirect(form_at(note), 303)


def _show_other(note: Note, other: ChangedMeanwhile | WordsWereTakenOut, *, asks: bool) -> str:
    if isinstance(other, WordsWereTakenOut):
        return _page(note, _as_it_is(note), own=request.form.get("text", ""))
    return _show_clash(note, other, asks=asks)


def _show_clash(note: Note, clash: ChangedMeanwhile, *, asks: bool) -> str:
    """Both texts, and a form with one made of them; what was typed is kept as a draft too."""
    with transaction():
        keep(note, request.form.get("text", ""))
        last = last_said(viewer().member.person)
    form = ChangeForm(request.form, last=last, asks=asks)
    form.text.data, form.version.data = clash.text, clash.version
    return _page(note, form, clash=clash)


def _page(
    note: Note,
    form: ChangeForm,
    *,
    kinds: KindForm | None = None,
    clash: ChangedMeanwhile | None = None,
    own: str | None = None,
    kept: Draft | None = None,
    kept_at: object = None,
    is_much: bool = False,
) -> str:
    subject = subject_of(note.thread) or abort(404)
    keep_to_its_link(subject)
    if request.method == "POST":
        form.others = in_other_tabs(drafting.place_of_change(note))
    return render_template(
        "notes/edit.html",
        key=note.key,
        page=form_at(note),
        subject=subject,
        form=form,
        kinds=kinds or kinds_of(note),
        reason=ReasonForm(),
        clash=clash,
        own=own,
        kept=kept,
        since=redacted_since(note.id),
        version=note.version,
        kept_at=kept_at,
        is_live=is_live(),
        is_much=is_much,
        draft_place=drafting.place_of_change(note),
        zone=reader_zone(viewer()),
        preview_html=previewed(form),
        can=permitted(viewer(), note, _ACTS),
    )


def _as_it_is(note: Note) -> ChangeForm:
    return form_with(note.text_source, note.version, None)
