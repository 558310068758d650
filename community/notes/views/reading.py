"""Threads to read: a page of branches, a branch of its own, the address of each note."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.calls.models import Call
from community.notes.blocks import ThreadBlock, block_of
from community.notes.drafting import place_in
from community.notes.models import Note, Thread
from community.notes.muting import is_muted
from community.notes.opening_forms import form_for
from community.notes.policies import Permission, reads_it_alone
from community.notes.queries import (
    ThreadPage,
    call_at,
    end_of_thread,
    note_by_key,
    page_of_branch,
    page_of_thread,
    place_of,
    thread_by_key,
    thread_of_call,
    thread_of_item,
)
from community.notes.subject_queries import (
    Subject,
    subject_at_item,
    subject_of,
    subject_of_call,
)
from community.origin import keep_from_shared_caches

from .blueprint import bp

IT_WAITS = "It waits until a responder has read it, as first notes with a link do."


@bp.get("/calls/<slug>/notes")
@guard(Permission.READ_NOTES, load=call_at)
def show_notes_of_call(call: Call) -> ResponseReturnValue:
    """The thread of a call, also before anything has been said."""
    if call.is_removed:
        abort(404)
    thread = thread_of_call(call)
    if thread is not None:
        draft = request.args.get("draft")
        return redirect(url_for("notes.show_thread", key=thread.key, draft=draft), 303)
    subject = subject_of_call(call)
    return page(block_of(None, subject, ThreadPage(), viewer(), clock.now()), None)


@bp.get("/agenda-items/<key>/notes")
@guard(Permission.READ_NOTES, load=subject_at_item)
def show_notes_of_item(subject: Subject) -> ResponseReturnValue:
    """The thread of an item on an agenda, also before anything has been said."""
    thread = thread_of_item(subject.item.id) if subject.item else None
    if thread is not None:
        draft = request.args.get("draft")
        return redirect(url_for("notes.show_thread", key=thread.key, draft=draft), 303)
    return page(block_of(None, subject, ThreadPage(), viewer(), clock.now()), None)


@bp.get("/threads/<key>")
@guard(Permission.READ_NOTES, load=thread_by_key)
def show_thread(thread: Thread) -> ResponseReturnValue:
    """Some branches of a thread, or a part of one branch."""
    subject, now = subject_of(thread), clock.now()
    if subject is None:
        abort(404)
    branch = request.args.get("branch")
    if branch is None:
        before = request.args.get("before")
        found = (
            end_of_thread(thread, before)
            if before
            else page_of_thread(thread, request.args.get("after"))
        )
        return page(block_of(thread, subject, found, viewer(), now), thread)
    first = note_by_key(branch)
    if first is None or first.thread_id != thread.id or first.parent_id is not None:
        abort(404)
    found = page_of_branch(first, part_in(request.args.get("part")))
    return page(block_of(thread, subject, found, viewer(), now), thread, branch=branch)


@bp.get("/notes/<key>")
@guard(Permission.READ_NOTES, load=note_by_key)
def show_note(note: Note) -> ResponseReturnValue:
    """A note where it stands among the others."""
    return redirect(address_of(note), 303)


def address_of(note: Note, *, sent: str | None = None) -> str:
    """Where a note is read. `sent` names the form it came from, whose draft is done with. Who wrote
    it reads it on a page of its own where the thread is not theirs to see.
    """
    if reads_it_alone(viewer(), note):
        return url_for("notes.list_revisions", key=note.key)
    place = place_of(note)
    branch, part = place or (None, None)
    return url_for(
        "notes.show_thread",
        key=note.thread.key,
        branch=branch,
        part=part if part and part > 1 else None,
        sent=sent,
        _anchor=f"note-{note.key}",
    )


def page(
    block: ThreadBlock, thread: Thread | None, *, branch: str | None = None
) -> ResponseReturnValue:
    """The page of a thread."""
    keep_to_its_link(block.subject)
    member = viewer().member
    form = None
    if branch is None:
        form = form_for(viewer(), block.subject, asked=request.args.get("draft"))
    muted = member and thread and is_muted(thread.id, member.person_id)
    return render_template(
        "notes/thread.html",
        block=block,
        form=form,
        branch=branch,
        is_muted=bool(muted),
        draft_place=place_in(block.subject, None),
    )


def keep_to_its_link(subject: Subject) -> None:
    """What not everybody may find is kept by the browser that asked alone."""
    if not subject.is_open:
        keep_from_shared_caches()


def part_in(given: str | None) -> int:
    """The number of a part; the first for anything that is none."""
    text = given or ""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004
