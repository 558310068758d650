"""Notes to write: on a call, as an answer; looked at first, kept as a draft, sent."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may_see, viewer
from community.accounts.models import Member
from community.agreement import agreed_first
from community.calls.models import Call
from community.db import transaction
from community.disclosures.queries import last_said
from community.disclosures.wording import Degree
from community.drafts.keeping import forget_draft
from community.drafts.sent import in_other_tabs, sent_tab
from community.notes import drafting, waiting, writing
from community.notes.blocks import author_of, reader_zone
from community.notes.forms import NoteForm
from community.notes.freezing import NotesAreFrozen
from community.notes.models import Kind, Note, Thread
from community.notes.opening_forms import form_on
from community.notes.policies import Permission
from community.notes.queries import call_at, note_by_key
from community.notes.subject_queries import Subject, subject_at_item, subject_of, subject_of_call
from community.notes.waiting_models import NoteHold
from community.sent import act_once
from community.text import TextTooLong

from .blueprint import bp
from .forming import DISCARD, DRAFT, PREVIEW, asked_for, is_live, previewed, refused
from .reading import IT_WAITS, address_of, keep_to_its_link


@bp.post("/calls/<slug>/notes")
@guard(Permission.WRITE_NOTE, load=call_at)
@agreed_first()
def write_on_call(call: Call) -> ResponseReturnValue:
    """Write the first note of a branch in the thread of a call."""
    return taken(
        subject_of_call(call),
        None,
        lambda: writing.thread_for(call, now=clock.now()),
        again=lambda: subject_of_call(call),
    )


@bp.post("/agenda-items/<key>/notes")
@guard(Permission.WRITE_NOTE, load=subject_at_item)
@agreed_first()
def write_on_item(subject: Subject) -> ResponseReturnValue:
    """The same in the thread of an item on an agenda."""
    item = subject.item or abort(404)
    return taken(subject, None, lambda: writing.thread_for_item(item.id, now=clock.now()))


@bp.get("/notes/<key>/answers/new")
@guard(Permission.WRITE_NOTE, load=note_by_key)
def new_answer(note: Note) -> ResponseReturnValue:
    """The form for an answer, with what is answered above it."""
    subject = _subject(note.thread)
    form = form_on(viewer().member, subject, note, asked=request.args.get("draft"))
    return _page(form, subject, note)


@bp.post("/notes/<key>/answers")
@guard(Permission.WRITE_NOTE, load=note_by_key)
@agreed_first()
def answer(note: Note) -> ResponseReturnValue:
    """Answer a note."""
    return taken(_subject(note.thread), note, lambda: note.thread)


def _subject(thread: Thread) -> Subject:
    return subject_of(thread) or abort(404)


def taken(
    subject: Subject,
    parent: Note | None,
    thread: Callable[[], Thread],
    *,
    again: Callable[[], Subject] | None = None,
) -> ResponseReturnValue:
    """What was typed: kept as a draft, thrown away, shown first, sent back or written. `again` is
    the subject as it stands once the thread was read.
    """
    member, place = viewer().member, drafting.place_in(subject, parent)
    form = _form_of(member, subject)
    if asked_for() in {DRAFT, DISCARD}:
        try:
            return _kept(subject, parent, place)
        except TextTooLong as wrong:
            return _sent_back(refused(form, wrong), subject, parent), 422
    if not form.validate() or asked_for() == PREVIEW:
        return _sent_back(form, subject, parent), 200 if not form.errors else 422

    tab = sent_tab()

    def act() -> str:
        typed, now = form.draft(), clock.now()
        if waiting.must_wait(typed.source, subject, viewer(), now=now):
            held = waiting.hold(thread(), typed, parent=parent, by=member, tab=tab, now=now)
            return _waits(held, subject, sent=place)
        found = thread()
        about = again() if again else None
        told = {"about": about, "parent": parent, "by": member, "tab": tab}
        note = writing.write(found, typed, **told, now=now)
        anchor = f"note-{note.key}"
        return live_page(subject, anchor, sent=place) or address_of(note, sent=place)

    try:
        return act_once(act, [form.draft().source])
    except NotesAreFrozen as wrong:
        return _sent_back(refused(form, wrong), subject, parent), 409


def _waits(held: NoteHold, subject: Subject, *, sent: str) -> str:
    """Where whoever wrote it sees that it waits."""
    flash(IT_WAITS)
    anchor = f"waiting-{held.key}"
    live = live_page(subject, anchor, sent=sent)
    if live or not may_see(viewer(), held.thread):
        return live or url_for(subject.endpoint, **subject.values)
    return url_for("notes.show_thread", key=held.thread.key, sent=sent, _anchor=anchor)


def _form_of(member: Member, subject: Subject) -> NoteForm:
    """What was sent. What was said of tools last time is read only where the form leans on it."""
    is_said = request.form.get("disclosure-degree") in set(Degree)
    last = None if is_said else last_said(member.person)
    return NoteForm(request.form, last=last, kinds=subject.kinds)


def _sent_back(form: NoteForm, subject: Subject, parent: Note | None) -> str:
    disclosure = form.disclosure.form
    if disclosure.last is None:
        disclosure.recall(last_said(viewer().member.person))
    form.others = in_other_tabs(drafting.place_in(subject, parent))
    return _page(form, subject, parent)


def live_page(subject: Subject, anchor: str | None, sent: str | None = None) -> str | None:
    """The page of the call while it is held, where the form stood there."""
    if subject.call is None or not is_live():
        return None
    slug = subject.call.slug
    return url_for("facilitation.show_live", slug=slug, sent=sent, _anchor=anchor)


def after(note: Note, *, sent: str | None = None) -> str:
    """Where one goes on after acting on a note: to the page of the call, where one came from
    there.
    """
    subject = subject_of(note.thread)
    live = live_page(subject, f"note-{note.key}", sent=sent) if subject else None
    return live or address_of(note, sent=sent)


def _kept(subject: Subject, parent: Note | None, place: str) -> ResponseReturnValue:
    """Keep what was typed without sending it, or throw it away."""
    member = viewer().member
    with transaction():
        if asked_for() == DISCARD:
            forget_draft(member, place, sent_tab())
            flash("The draft is gone.")
        else:
            kind = request.form.get("kind", "")
            source = request.form.get("text", "")
            drafting.keep_draft(
                member,
                place,
                source,
                Kind(kind) if kind in set(Kind) else Kind.NOTE,
                beside=drafting.beside_of(request.form),
                tab=sent_tab(),
                now=clock.now(),
            )
            flash("Your draft is kept. Nobody else can see it.")
        location = _form_at(subject, parent, anchor="write")
    return redirect(location, 303)


def _form_at(subject: Subject, parent: Note | None, *, anchor: str | None = None) -> str:
    """Where the form is opened."""
    if parent is not None:
        return url_for("notes.new_answer", key=parent.key, back="live" if is_live() else None)
    there = url_for(subject.notes_endpoint, **subject.notes_values, _anchor=anchor)
    return live_page(subject, anchor) or there


def _page(form: NoteForm, subject: Subject, parent: Note | None) -> str:
    keep_to_its_link(subject)
    return render_template(
        "notes/write.html",
        form=form,
        subject=subject,
        parent=parent,
        page=_form_at(subject, parent),
        parent_by=author_of(parent) if parent else None,
        zone=reader_zone(viewer()),
        draft_place=drafting.place_in(subject, parent),
        preview_html=previewed(form),
        is_live=is_live(),
    )
