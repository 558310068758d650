"""Bringing a series in over HTTP: put its file up, look at what it would bring, confirm."""

import io
from datetime import timedelta
from threading import BoundedSemaphore

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from community import clock
from community.access import guard, viewer
from community.accounts import limits
from community.accounts.models import Member
from community.agreement import agreed_first
from community.calls.models import Call, Series
from community.db import db, transaction
from community.errors import Refusal, TooMany
from community.exchange import uploads
from community.exchange.forms import UploadForm
from community.exchange.importing import AlreadyHere, here_already
from community.exchange.importing_notes import import_series
from community.exchange.layout import MOST_BYTES, MOST_NOTES
from community.exchange.models import SeriesFile
from community.exchange.policies import Permission
from community.exchange.preparing import Prepared, prepare
from community.exchange.prospects import prospect
from community.exchange.reading import FileRefused, read

from .blueprint import bp

PUT_UP = limits.Limit("file of a series", 20, timedelta(hours=1))
_ROOM_FOR_FORM = 64 * 1024
_PATIENCE = 5.0  # seconds that a file which could be read before waits for its turn
readers = BoundedSemaphore(1)
_TOO_BIG = f"This file is too big: at most {MOST_BYTES // 1024**2} MB are read here."


@bp.get("/import/series")
@guard(Permission.IMPORT_SERIES)
def new_import() -> ResponseReturnValue:
    """The form for the file of a series."""
    return render_template("exchange/import.html", form=UploadForm())


@bp.post("/import/series")
@guard(Permission.IMPORT_SERIES)
def put_up() -> ResponseReturnValue:
    """Keep a file that can be read, and lead to what it would bring."""
    request.max_content_length = MOST_BYTES + _ROOM_FOR_FORM
    try:
        form, given = UploadForm(request.form), request.files.get("file")
    except RequestEntityTooLarge:
        form = UploadForm()
        form.file.errors = [_TOO_BIG]
        return render_template("exchange/import.html", form=form), 413
    content, name = (given.read(), given.filename or "") if given else (b"", "")
    wrong = "Choose the file as which a series was taken along, such as series.zip."
    if name:
        limits.allow(PUT_UP, f"member {viewer().member.id}", now=clock.now())
        wrong = _problem(content)
    if wrong:
        form.file.errors = [wrong]
        return render_template("exchange/import.html", form=form), 422
    with transaction():
        file = uploads.put_up(content, name=name, by=viewer().member, now=clock.now())
        location = url_for("exchange.show_import", number=file.id)
    return redirect(location, 303)


@bp.get("/import/series/<int:number>")
@guard(Permission.IMPORT_SERIES, load=uploads.file_numbered)
def show_import(file: SeriesFile) -> ResponseReturnValue:
    """What a file would bring in; nothing is saved by looking."""
    prepared = _kept(file)
    known = here_already(prepared)
    return render_template(
        "exchange/import_preview.html",
        number=file.id,
        found=prospect(prepared),
        known=known,
        is_call=isinstance(known, Call),
        address=_address_of(known) if known else "",
    )


@bp.post("/import/series/<int:number>/confirmation")
@guard(Permission.IMPORT_SERIES, load=uploads.file_numbered)
@agreed_first()
def confirm_import(file: SeriesFile) -> ResponseReturnValue:
    """Import it. A second confirmation leads to where it says that it is here, and does nothing."""
    prepared, number, member_id = _kept(file), file.id, viewer().member.id
    try:
        with transaction():
            by = db.session.get_one(Member, member_id)
            series = import_series(prepared, by=by, now=clock.now())
            location = url_for("front.show_series", slug=series.slug)
    except AlreadyHere:
        return redirect(url_for("exchange.show_import", number=number), 303)
    flash("The series was imported. You are its facilitator now; ask somebody to share it.")
    return redirect(location, 303)


def _address_of(known: Series | Call) -> str:
    endpoint = "front.show_series" if isinstance(known, Series) else "front.show_call"
    return url_for(endpoint, slug=known.slug)


def _problem(content: bytes) -> str:
    """Why a file cannot be imported, in a sentence; nothing where it can."""
    try:
        _prepared(content)
    except FileRefused as refused:
        return str(refused)
    return ""


def _kept(file: SeriesFile) -> Prepared:
    """A file that could be read when it was put up."""
    try:
        return _prepared(file.content, patience=_PATIENCE)
    except FileRefused as refused:
        raise Refusal(str(refused)) from refused


def _prepared(content: bytes, *, patience: float = 0) -> Prepared:
    """A file, looked at. Raises `FileRefused`, and `TooMany` where another is being read."""
    if not readers.acquire(timeout=patience):
        raise TooMany("Another file is being read just now. Try again in a few seconds.")
    try:
        found = read(io.BytesIO(content))
        if found.notes > MOST_NOTES:
            raise FileRefused(
                f"It holds {found.notes:,} notes; at most {MOST_NOTES:,} are imported here. Ask"
                " whoever runs this place to import it with the command import-series."
            )
        return prepare(found)
    finally:
        readers.release()
