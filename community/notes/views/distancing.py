"""Muting or blocking whoever wrote a note. What is sent says which note, no address does."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.accounts.models import Member
from community.db import db, transaction
from community.distance import distancing
from community.distance.models import Keeping
from community.distance.policies import Permission
from community.distance.queries import distance_between
from community.notes.blocks import author_of
from community.notes.models import Note
from community.notes.policies import Permission as NotePermission
from community.notes.queries import note_by_key

from .blueprint import bp


@bp.post("/notes/distance")
@guard(Permission.KEEP_OFF)
def keep_author_off() -> ResponseReturnValue:
    """Ask how far, then keep the author so far off. Who is not named is not named by this."""
    note = note_by_key(request.form.get("note", ""))
    if note is None or not may(viewer(), NotePermission.READ_NOTES, note):
        abort(404)
    author, me = db.session.get_one(Member, note.by_id), viewer().member
    if author.id == me.id or author.erased_at is not None:
        abort(404)
    kind = request.form.get("kind", "")
    if kind not in set(Keeping):
        return _choice(note, author)
    with transaction():
        is_named = author_of(note) is not None
        distancing.keep_off(author, Keeping(kind), by=me, now=clock.now(), is_named=is_named)
    flash("That is done. Only you know.")
    return redirect(url_for("distance.show"), 303)


def _choice(note: Note, author: Member) -> ResponseReturnValue:
    name = author_of(note)
    row = distance_between(viewer().member, author.id, is_named=name is not None)
    return render_template(
        "distance/choice.html",
        name=name,
        action=url_for("notes.keep_author_off"),
        values={"note": note.key},
        kind=row.kind.value if row else None,
        number=row.id if row else None,
    )
