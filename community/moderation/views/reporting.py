"""The form of a report, in two minutes, with an account or without; and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from hashlib import sha256

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from community import clock, once
from community.access import guard, viewer
from community.accounts import limits
from community.accounts.limits import Limit
from community.accounts.models import Person
from community.accounts.queries import member_by_handle, zone_of_place
from community.accounts.strangers import stamp_of
from community.conduct.queries import contacts
from community.db import transaction
from community.errors import TooMany
from community.moderation import attachments, people_queries, reporting
from community.moderation.attachments import Attachment, NotTaken
from community.moderation.follow_up import code_of, new_code
from community.moderation.forms import ReportForm
from community.moderation.people_queries import number_of_responders
from community.moderation.policies import Permission
from community.moderation.report_models import Mode
from community.moderation.reporting import Draft, Reporter
from community.moderation.subject_queries import subject_at
from community.moderation.subjects import Subject
from community.sent import key_of_form, typed
from community.text import TextTooLong

from .blueprint import bp, shown

_AHEAD = timezone(timedelta(hours=14))  # nowhere is it later: no day of anybody is refused
REPORT = Limit("report", 10, limits.SIGN_UP.within)
_ROOM_FOR_FORM = 256 * 1024
_GONE = "What this was about is not there any more. Say in your own words who or what it is about."
_NOT_FOUND = "Write the handle of the person it is about, such as @ada."


@dataclass(slots=True)
class _Opened:
    """A form that is open: what it is about, and whom it names."""

    form: ReportForm
    subject: Subject | None
    person: Person | None = None
    files: Sequence[Attachment] = ()


@bp.get("/report")
@guard(Permission.REPORT)
def new_report() -> ResponseReturnValue:
    """Ask what happened. What the reader may not see, the form is not about."""
    opened = _open(request.args.get("about"))
    now, form = clock.now(), opened.form
    form.stamp.data, form.once.data = stamp_of(now), once.new_key()
    form.about.data = opened.subject.text if opened.subject else ""
    form.mode.data = Mode.CONFIDENTIAL if viewer().member else Mode.ANONYMOUS
    made_at = opened.subject.made_at if opened.subject else None
    form.happened_on.data = (made_at or now).astimezone(zone_of_place()).date()
    return _page(opened, 200)


@bp.post("/reports")
@guard(Permission.REPORT)
def make_report() -> ResponseReturnValue:
    """Keep it, and show the receipt with the code, which is kept nowhere; the same form again shows
    the same.
    """
    request.max_content_length = 2 * attachments.LARGEST + _ROOM_FOR_FORM
    now, opened = clock.now(), _open(request.form.get("about"))
    form = opened.form
    if form.about.data and opened.subject is None:
        form.about.data = ""
        form.form_errors.append(_GONE)
        return _page(opened, 422)
    is_fine = all([form.validate(), _read_person(opened), _read_files(opened)])
    if not is_fine or form.waits(now):
        return _page(opened, 422)
    if form.is_trapped:
        return _receipt(new_code(), Mode(form.mode.data))
    member, mode = viewer().member, Mode(form.mode.data)
    keys = [limits.network(request.remote_addr)]
    if member is not None and mode is not Mode.ANONYMOUS:
        keys.append(f"account {member.id}")
    try:
        limits.allow(REPORT, *keys, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(opened, 429)
    try:
        with transaction(typed()):
            _, code = reporting.report(_draft(opened), by=_reporter(form), now=now)
    except TextTooLong as refusal:
        form.form_errors.append(str(refusal))
        return _page(opened, 422)
    return _receipt(code, mode)


def _open(about: str | None) -> _Opened:
    who, now = viewer(), clock.now()
    subject = subject_at(who, about)
    form = ReportForm(request.form)
    form.offer(
        is_member=who.member is not None,
        has_person=subject is not None and subject.author is not None,
        responders=people_queries.responders_to_name(is_member=who.member is not None),
        latest=now.astimezone(_AHEAD).date(),
    )
    return _Opened(form, subject)


def _read_person(opened: _Opened) -> bool:
    """Whom it is about, where a handle says so. That there is none is said to members alone, who
    see who is here.
    """
    form = opened.form
    if opened.subject is not None and opened.subject.author is not None:
        return True
    given = form.about_words.data or ""
    member = member_by_handle(given.removeprefix("@").lower()) if given.isprintable() else None
    opened.person = member.person if member else None
    is_member = viewer().member is not None
    if is_member and form.mode.data == Mode.ESCROWED and opened.person is None:
        form.about_words.errors = [_NOT_FOUND]
        return False
    return True


def _read_files(opened: _Opened) -> bool:
    sent = [one.stream.read() for one in request.files.getlist("file") if one.filename]
    try:
        opened.files = attachments.read_all(
            sent, is_anonymous=opened.form.mode.data == Mode.ANONYMOUS
        )
    except NotTaken as wrong:
        opened.form.file.errors = [str(wrong)]
        return False
    return True


def _draft(opened: _Opened) -> Draft:
    form, subject = opened.form, opened.subject
    when = zone_of_place(), subject.made_at if subject else None, clock.now()
    form_key = key_of_form()
    for file in opened.files if form_key else ():
        form_key += sha256(file.content).hexdigest()
    return Draft(
        mode=Mode(form.mode.data),
        words=form.words.data or "",
        happened_at=form.happened_at(*when),
        judged_at=form.judged_at(*when),
        subject=subject,
        person=opened.person,
        about_words=form.about_words.data or "",
        hope=form.hope.data or "",
        content_warning=form.content_warning.data or "",
        excluded=people_queries.responders_numbered(form.excluded.data or ()),
        files=opened.files,
        once=form_key,
        code=code_of(form_key, key=current_app.config["SETTINGS"].secret_key) if form_key else "",
    )


def _reporter(form: ReportForm) -> Reporter:
    member = viewer().member
    if member is not None:
        return Reporter(person=member.person)
    return Reporter(name=form.name.data or "", address=form.address)


def _page(opened: _Opened, status: int) -> Response:
    subject = opened.subject
    values = {"form": opened.form, "subject": subject, "contacts": contacts()}
    return shown("report", status, has_team=number_of_responders() > 0, **values)


def _receipt(code: str, mode: Mode) -> Response:
    has_team = number_of_responders() > 0
    return shown("receipt", 201, code=code, mode=mode.value, has_team=has_team)
