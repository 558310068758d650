"""Reporting: what is reported is copied at once, and a case is opened unless it waits in escrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from community import once
from community.accounts.models import Member, Person
from community.conduct.queries import version_in_force_at
from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .attachments import Attachment
from .escrows import put_where_it_belongs
from .events import ReportReceived
from .follow_up import hash_of, new_code
from .opening import leave_out
from .report_models import Mode, Other, Report, ReportCopy, ReportFile
from .subjects import Subject


class AlreadyReported(Refusal):
    """The form was sent before; its code was shown then, and cannot be told again."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, as far as they say: a member, or a name and perhaps an address."""

    person: Person | None = None
    name: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report to be. `person` is whom it is about, where that is not whose the subject is; `once`
    is what tells the form from all others, and `code` the code that follows from it. It is judged
    by the version that held `judged_at`, or when it happened.
    """

    mode: Mode
    words: str
    happened_at: datetime
    judged_at: datetime | None = None
    subject: Subject | None = None
    person: Person | None = None
    about_words: str = ""
    hope: str = ""
    content_warning: str = ""
    excluded: Sequence[Member] = ()
    files: Sequence[Attachment] = ()
    once: str = ""
    code: str = ""


def report(draft: Draft, *, by: Reporter, now: datetime) -> tuple[Report, str]:
    """Keep a report; gives it with its follow-up code. The same form again gives the same, and
    nothing happens.

    Raises `AlreadyReported`, and `community.text.TextTooLong`.
    """
    known = _known(draft, now)
    if known is not None:
        return known, draft.code
    row, code = keep(draft, by=by, now=now)
    put_where_it_belongs(row, now=now)
    announce(ReportReceived(row, now))
    return row, code


def keep(draft: Draft, *, by: Reporter, now: datetime) -> tuple[Report, str]:
    """Keep a report and the copy of what it is about, and nothing more."""
    code, row = draft.code or new_code(), _row(draft, now)
    row.code_hash, row.once_hash = hash_of(code), _hash_of_form(draft)
    if draft.mode is not Mode.ANONYMOUS:
        row.reporter_id = by.person.id if by.person else None
        row.reporter_name, row.reporter_address = by.name, by.address
    db.session.add(row)
    db.session.flush()
    _keep_beside(row, draft, now)
    return row, code


def _known(draft: Draft, now: datetime) -> Report | None:
    """What was kept of the same form. A second one waits here until the first has ended."""
    form = _hash_of_form(draft)
    if form is None:
        return None
    once.earlier(form, by_id=0, now=now)
    row = db.session.scalars(select(Report).where(Report.once_hash == form)).unique().first()
    if row is not None and row.code_hash != hash_of(draft.code):
        raise AlreadyReported("This report has been received. Its code was shown once, then.")
    return row


def _hash_of_form(draft: Draft) -> str | None:
    return sha256(draft.once.encode()).hexdigest() if draft.once else None


def _row(draft: Draft, now: datetime) -> Report:
    subject, person = draft.subject, draft.person
    if person is None and subject is not None:
        person = subject.author
    holding = version_in_force_at(draft.judged_at or draft.happened_at)
    return Report(
        mode=draft.mode,
        about=subject.about if subject else Other.NOTHING,
        about_id=subject.number if subject else None,
        about_words=draft.about_words,
        person_id=person.id if person else None,
        words_source=draft.words,
        words_html=render_markdown(draft.words),
        hope=draft.hope,
        content_warning=draft.content_warning,
        happened_at=draft.happened_at,
        publication_id=holding.version_id if holding else None,
        at=now,
    )


def _keep_beside(row: Report, draft: Draft, now: datetime) -> None:
    """The copy of what is reported, whoever shall not know, and the files."""
    subject = draft.subject
    if subject is not None:
        db.session.add(
            ReportCopy(
                report_id=row.id,
                title=subject.title,
                text_source=subject.source,
                text_html=subject.html,
                revision=subject.revision,
                author_id=subject.author.id if subject.author else None,
                author_name=subject.author_name,
                made_at=subject.made_at,
                digest=sha256(subject.source.encode()).hexdigest(),
                at=now,
            )
        )
    for file in draft.files:
        kept = ReportFile(report_id=row.id, kind=file.kind, at=now)
        kept.keep(file.content)
        db.session.add(kept)
    db.session.flush()
    leave_out(row, *draft.excluded)
