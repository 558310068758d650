"""Bringing a library in over HTTP."""

import io
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from community import clock
from community.access import guard, viewer
from community.accounts import limits
from community.accounts.models import Person
from community.db import db, transaction
from community.exchange.forms import LibraryForm
from community.exchange.layout import MOST_BYTES
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.policies import Permission
from community.exchange.reading import FileRefused

from .blueprint import bp

BROUGHT = limits.Limit("file of a library", 20, timedelta(hours=1))
_ROOM_FOR_FORM = 64 * 1024


@bp.get("/import/patterns")
@guard(Permission.IMPORT_LIBRARY)
def new_library() -> ResponseReturnValue:
    """The form for the file of a library."""
    return _page(LibraryForm(), 200)


@bp.post("/import/patterns")
@guard(Permission.IMPORT_LIBRARY)
def import_patterns() -> ResponseReturnValue:
    """Write what is in a file and not here yet: all of it, or nothing."""
    request.max_content_length = MOST_BYTES + _ROOM_FOR_FORM
    form = LibraryForm()
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        return _refused(form, f"At most {MOST_BYTES // 1024**2} MB are read here.", 413)
    given = sent.read() if sent else b""
    if not given:
        return _refused(form, "Choose the ZIP as which a library was taken along.", 422)
    person_id = viewer().member.person_id
    limits.allow(BROUGHT, f"member {viewer().member.id}", now=clock.now())
    try:
        found = read_library(io.BytesIO(given))
    except FileRefused as refused:
        return _refused(form, str(refused), 422)
    with transaction():
        by = db.session.get_one(Person, person_id)
        new, known = import_library(found, by=by, now=clock.now())
    flash(f"Brought in: {_amount(len(new))}. Here already, and left as they are: {len(known)}.")
    return redirect(url_for("patterns.list_patterns"), 303)


def _amount(number: int) -> str:
    return "one pattern" if number == 1 else f"{number} patterns"


def _refused(form: LibraryForm, told: str, status: int) -> ResponseReturnValue:
    form.file.errors = [told]
    return _page(form, status)


def _page(form: LibraryForm, status: int) -> ResponseReturnValue:
    return render_template("exchange/library.html", form=form), status
