"""Importing a calendar over HTTP: put a file up, look at what it would bring, confirm."""

from collections.abc import Mapping
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from community import clock
from community.access import guard, viewer
from community.accounts import limits
from community.accounts.queries import present_community
from community.agreement import agreed_first
from community.calendars import uploads
from community.calendars.import_forms import ImportForm, UploadForm, first_choices
from community.calendars.importing import TooMuchAtOnce, count_words, import_plan
from community.calendars.known import already_here, series_to_add_to
from community.calendars.models import ImportFile
from community.calendars.plan import CalendarRefused, ImportPlan
from community.calendars.policies import Permission
from community.calendars.prospects import Prospects, prospects
from community.calendars.reading import read_calendar
from community.db import transaction
from community.errors import Refusal, TooMany

from .blueprint import bp

MOST_PROPOSALS = 400
PUT_UP = limits.Limit("calendar file", 20, timedelta(hours=1))
AT_ONCE = 2
"""Files one process of the server reads at the same time; each of them holds a thread of it."""
_PATIENCE = 5.0  # seconds that a file which could be read before waits for its turn
_readers = BoundedSemaphore(AT_ONCE)
_NO_FILE = "Choose a calendar file, such as calendar.ics."


@bp.get("/import")
@guard(Permission.IMPORT)
def new_import() -> ResponseReturnValue:
    """The form for a calendar file."""
    member, community = viewer().member, present_community()
    zone = member.zone if member else (community.zone if community else "UTC")
    return render_template("calendars/import.html", form=UploadForm(data={"zone": zone}))


@bp.post("/import")
@guard(Permission.IMPORT)
def put_up() -> ResponseReturnValue:
    """Keep a file that can be read, and lead to what it would bring."""
    try:
        form, given = UploadForm(request.form), request.files.get("file")
    except RequestEntityTooLarge:
        form = UploadForm()
        form.file.errors = ["This file is too big: at most 2 MB are read."]
        return render_template("calendars/import.html", form=form), 413
    content, name = (given.read(), given.filename or "") if given else (b"", "")
    if form.validate():
        if name:
            limits.allow(PUT_UP, f"member {viewer().member.id}", now=clock.now())
        wrong = _problem(content, form.zone.data) if name else _NO_FILE
        form.file.errors = [wrong] if wrong else []
    if form.errors:
        return render_template("calendars/import.html", form=form), 422
    with transaction():
        file = uploads.put_up(
            content, name=name, zone=form.zone.data, by=viewer().member, now=clock.now()
        )
        location = url_for("calendars.show_import", number=file.id)
    return redirect(location, 303)


@bp.get("/import/<int:number>")
@guard(Permission.IMPORT, load=uploads.file_numbered)
def show_import(file: ImportFile) -> ResponseReturnValue:
    """What a file would bring in; nothing is saved by looking."""
    return _page(file, _kept_plan(file))


@bp.post("/import/<int:number>/confirmation")
@guard(Permission.IMPORT, load=uploads.file_numbered)
@agreed_first()
def confirm_import(file: ImportFile) -> ResponseReturnValue:
    """Import what was chosen. A second confirmation leads to the same page and does nothing."""
    location = url_for("calendars.show_import", number=file.id)
    if file.imported_at is not None:
        return redirect(location, 303)
    plan, by = _kept_plan(file), viewer().member
    form = ImportForm(request.form, plan=plan, series=series_to_add_to(by))
    if not form.validate():
        return _page(file, plan, form), 422
    try:
        with transaction():
            held = uploads.locked(file)
            if held is None or held.imported_at is not None:
                return redirect(location, 303)
            imported = import_plan(plan, form.choices(), by=by, now=clock.now())
            held.imported_at = clock.now()
            words = count_words(len(imported.series), len(imported.calls))
            remarks = [remark.sentence for remark in imported.remarks]
    except TooMuchAtOnce as refused:
        form.form_errors.append(str(refused))
        return _page(file, plan, form), 422
    flash(f"Imported: {words}." if words else "Nothing was imported.")
    for sentence in remarks[:10]:
        flash(sentence, "warning")
    return redirect(location, 303)


def _problem(content: bytes, zone: str) -> str | None:
    """Why a file cannot be imported at all, in a sentence; None where it can be looked at."""
    try:
        _read(content, zone)
    except CalendarRefused as refused:
        return str(refused)
    return None


def _kept_plan(file: ImportFile) -> ImportPlan:
    """The plan of a file that could be read when it was put up."""
    try:
        return _read(file.content, file.zone, patience=_PATIENCE)
    except CalendarRefused as refused:
        raise Refusal(str(refused)) from refused


def _read(content: bytes, zone: str, *, patience: float = 0) -> ImportPlan:
    """The plan of a file. Raises `CalendarRefused`, and `TooMany` where others are being read and
    still are after `patience`, in seconds.
    """
    if not _readers.acquire(timeout=patience):
        raise TooMany("Other calendar files are being read just now. Try again in a few seconds.")
    try:
        plan = read_calendar(content, default_zone=zone, today=clock.now().date())
    finally:
        _readers.release()
    if len(plan.proposals) > MOST_PROPOSALS:
        raise CalendarRefused(
            f"This file holds {len(plan.proposals)} series and calls; at most {MOST_PROPOSALS} can"
            " be looked at here. Split it, or ask whoever runs this place to import it."
        )
    return plan


def _page(file: ImportFile, plan: ImportPlan, form: ImportForm | None = None) -> str:
    by = viewer().member
    here, own = already_here(plan, by=by), series_to_add_to(by)
    form = form or ImportForm(data=first_choices(plan, here), plan=plan, series=own)
    found = prospects(plan, here, clock.now())
    sent = {entry.form.key.data or "": entry for entry in form.proposals}
    wanted = {key: entry for key, entry in sent.items() if key not in here}
    return render_template(
        "calendars/import_preview.html",
        file=file,
        form=form,
        entries=wanted,
        found=found,
        own=own,
        zone=clock.zone(by.zone),
        has_categories=any(each.details.categories for each in plan.proposals),
        words=_chosen_words(found, wanted),
    )


def _chosen_words(found: Prospects, entries: Mapping[str, Any]) -> str:
    """What the form would import as it stands."""
    chosen = [
        each.is_series
        for each in found.all
        if each.said.key in entries and entries[each.said.key].form.is_wanted.data
    ]
    return count_words(chosen.count(True), chosen.count(False))
