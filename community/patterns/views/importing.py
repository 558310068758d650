"""Bringing a pattern in: its file is looked at, and shown as a draft that is not saved yet."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from community.access import guard
from community.outbox.addresses import absolute
from community.patterns.addresses import listed_at
from community.patterns.import_forms import ImportForm
from community.patterns.import_sources import Here
from community.patterns.importing import LONGEST, TOO_BIG, LicenceUnsaid, found_in
from community.patterns.markdown import FileRefused
from community.patterns.policies import Permission

from .blueprint import bp
from .writing import show_imported

_ROOM_FOR_FORM = 64 * 1024


@bp.get("/patterns/import")
@guard(Permission.IMPORT_PATTERN)
def new_import() -> ResponseReturnValue:
    """The form for a file."""
    return _page(ImportForm(), 200)


@bp.post("/patterns/import")
@guard(Permission.IMPORT_PATTERN)
def show_import() -> ResponseReturnValue:
    """What is in a file, in the form of a new pattern; nothing is saved by looking."""
    request.max_content_length = LONGEST + _ROOM_FOR_FORM
    try:
        form, sent = ImportForm(request.form), request.files.get("file")
    except RequestEntityTooLarge:
        form = ImportForm()
        form.file.errors = [TOO_BIG]
        return _page(form, 413)
    given = sent.read() if sent else b""
    if not form.validate():
        return _page(form, 422)
    if not given and not (form.text.data or "").strip():
        form.file.errors = ["Choose a file, or paste its text."]
        return _page(form, 422)
    try:
        text, url = given or (form.text.data or "").encode(), form.url.data or ""
        found = found_in(text, url=url, licence=form.said, here=Here(_root(), _listed))
    except LicenceUnsaid as refused:
        form.licence.errors = [str(refused)]
        return _page(form, 422)
    except FileRefused as refused:
        field = form.file if given else form.text
        field.errors = [str(refused)]
        return _page(form, 422)
    return show_imported(found)


def _root() -> str:
    """What every address of a pattern of this place begins with."""
    return f"{absolute('patterns.list_patterns')}/"


def _listed(slug: str) -> str:
    """The address that the pattern has now which everybody can read at this one."""
    found = listed_at(slug)
    return found.slug if found else ""


def _page(form: ImportForm, status: int) -> ResponseReturnValue:
    most = LONGEST // 1024
    return render_template("patterns/import.html", form=form, most=most), status
