"""Bringing a library in over HTTP."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from community import clock
from community.access import guard, viewer
from community.accounts import limits
from community.accounts.models import Person
from community.db import db, transaction
from community.errors import TooMany
from community.exchange.forms import LibraryForm
from community.exchange.layout import MOST_BYTES, MOST_PATTERNS
from community.exchange.library_importing import import_library
from community.exchange.library_prospects import Prospect, prospect_of
from community.exchange.library_reading import LibraryFile, read_library
from community.exchange.policies import Permission
from community.exchange.reading import FileRefused

from .blueprint import bp
from .importing import readers

BROUGHT = limits.Limit("file of a library", 20, timedelta(hours=1))
_ROOM_FOR_FORM = 64 * 1024
_TOO_BIG = f"At most {MOST_BYTES // 1024**2} MB are read here."


@bp.get("/import/patterns")
@guard(Permission.IMPORT_LIBRARY)
def new_library() -> ResponseReturnValue:
    """The form for the file of a library."""
    return _page(LibraryForm(), 200)


@bp.post("/import/patterns/preview")
@guard(Permission.IMPORT_LIBRARY)
def preview_patterns() -> ResponseReturnValue:
    """Show what is in a file and what would come of it; nothing is saved by looking."""
    form = _form()
    with _turn():
        found = _found(form)
    if found is None:
        return _page(form, _refusal(form))
    file, form.seen.data = found
    return _page(form, 200, prospect_of(file))


@contextmanager
def _turn() -> Iterator[None]:
    """One file is read at a time. Raises `TooMany` while another is."""
    if not readers.acquire(blocking=False):
        raise TooMany("Another file is being read just now. Try again in a few seconds.")
    try:
        yield
    finally:
        readers.release()


@bp.post("/import/patterns")
@guard(Permission.IMPORT_LIBRARY)
def import_patterns() -> ResponseReturnValue:
    """Write what is in a file and not here yet: all of it, or nothing. After a look it has to be
    the file that was looked at.
    """
    with _turn():
        return _import(_form())


def _import(form: LibraryForm) -> ResponseReturnValue:
    person_id, seen, found = viewer().member.person_id, form.seen.data, _found(form)
    if found is None:
        return _page(form, _refusal(form))
    file, digest = found
    if seen and seen != digest:
        form.file.errors = ["This is another file than the one you looked at."]
        return _page(form, 422)
    with transaction(file.texts):
        by = db.session.get_one(Person, person_id)
        came = import_library(file, by=by, now=clock.now())
    collections = f" Collections: {len(came.collections)}." if came.collections else ""
    instead = f" In place of what came with the program: {len(came.instead)}."
    known = f" Here already, and left as they are: {len(came.known)}."
    told = f"{collections}{instead if came.instead else ''}{known}{came.told_given_up}"
    flash(f"Brought in: {_amount(len(came.new))}.{told}{came.told_awaited}")
    return redirect(url_for("patterns.list_patterns"), 303)


def _form() -> LibraryForm:
    """What was sent; of what is too big, that it is."""
    request.max_content_length = MOST_BYTES + _ROOM_FOR_FORM
    try:
        return LibraryForm(request.form)
    except RequestEntityTooLarge:
        form = LibraryForm()
        form.file.errors = [_TOO_BIG]
        return form


def _refusal(form: LibraryForm) -> int:
    return 413 if _TOO_BIG in form.file.errors else 422


def _found(form: LibraryForm) -> tuple[LibraryFile, str] | None:
    """What is in the file that was sent, and what tells it from others; None where the form says
    why it is not read.
    """
    if form.file.errors:
        return None
    sent = request.files.get("file")
    given = sent.read() if sent else b""
    if not given:
        form.file.errors = ["Choose the ZIP of a library, or the Markdown of a pattern."]
        return None
    limits.allow(BROUGHT, f"member {viewer().member.id}", now=clock.now())
    try:
        return read_library(io.BytesIO(given)), sha256(given).hexdigest()
    except FileRefused as refused:
        form.file.errors = [str(refused)]
        return None


def _amount(number: int) -> str:
    return "one pattern" if number == 1 else f"{number} patterns"


def _page(form: LibraryForm, status: int, prospect: Prospect | None = None) -> ResponseReturnValue:
    return render_template(
        "exchange/library.html", form=form, prospect=prospect, most=MOST_PATTERNS
    ), status
