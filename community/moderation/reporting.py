"""Reporting: what is reported is copied at once, and a case is opened unless it waits in escrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import and_, exists, false, func, or_, select

from community.accounts.models import Member, Person
from community.conduct.queries import version_in_force_at
from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .attachments import Attachment
from .case_models import Case, CaseReport, CaseState, State
from .events import ReportReceived
from .follow_up import hash_of, new_code
from .opening import open_case, take_in
from .report_models import About, Mode, Report, ReportCopy, ReportExclusion, ReportFile
from .sight_queries import who_can
from .subject_queries import Subject


class AlreadyReported(Refusal):
    """The form was sent twice; the first is kept and its code was shown."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, as far as they say: a member, or a name and perhaps an address."""

    person: Person | None = None
    name: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report to be. `person` is whom it is about, where that is not whose the subject is."""

    mode: Mode
    words: str
    happened_at: datetime
    subject: Subject | None = None
    person: Person | None = None
    about_words: str = ""
    hope: str = ""
    content_warning: str = ""
    excluded: Sequence[Member] = ()
    file: Attachment | None = None
    once: str = ""


def report(draft: Draft, *, by: Reporter, now: datetime) -> tuple[Report, str]:
    """Keep a report; gives it with its follow-up code, which nobody can be told again.

    Raises `AlreadyReported`, and `community.text.TextTooLong`.
    """
    code, once = new_code(), sha256(draft.once.encode()).hexdigest() if draft.once else None
    if once and db.session.scalar(select(exists().where(Report.once_hash == once))):
        raise AlreadyReported("This report has been received. Its code was shown once, then.")
    row = _row(draft, now)
    row.code_hash, row.once_hash = hash_of(code), once
    if draft.mode is not Mode.ANONYMOUS:
        row.reporter_id = by.person.id if by.person else None
        row.reporter_name, row.reporter_address = by.name, by.address
    db.session.add(row)
    db.session.flush()
    _keep_beside(row, draft, now)
    _put_where_it_belongs(row, now)
    announce(ReportReceived(row, now))
    return row, code


def _row(draft: Draft, now: datetime) -> Report:
    subject, person = draft.subject, draft.person
    if person is None and subject is not None:
        person = subject.author
    holding = version_in_force_at(draft.happened_at)
    return Report(
        mode=draft.mode,
        about=subject.about if subject else About.NOTHING,
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
    """The copy of what is reported, whoever shall not know, and the file."""
    subject, file = draft.subject, draft.file
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
    db.session.add_all(
        ReportExclusion(report_id=row.id, member_id=member.id) for member in draft.excluded
    )
    if file is not None:
        kept = {"kind": file.kind, "content": file.content, "size": len(file.content)}
        db.session.add(ReportFile(report_id=row.id, at=now, **kept))
    db.session.flush()


def _put_where_it_belongs(row: Report, now: datetime) -> None:
    """Open a case, and take in what waits in escrow about the same person; or wait."""
    others = _by_others_about_the_same(row)
    if row.mode is Mode.ESCROWED and not others:
        return
    case = _case_of(others) if row.mode is Mode.ESCROWED else None
    if case is None:
        case = open_case([row], now=now)
    else:
        _join(case, row, now)
    for other in others:
        if other.mode is Mode.ESCROWED and not _has_case(other):
            _join(case, other, now)


def _join(case: Case, row: Report, now: datetime) -> None:
    """Add what was kept in escrow to a case; where it would keep responders from what others have
    reported, it is a case of its own.
    """
    left_out = select(ReportExclusion.member_id).where(ReportExclusion.report_id == row.id)
    able = {member.id for member in who_can(case, now)}
    if able.intersection(db.session.scalars(left_out)):
        open_case([row], now=now)
    else:
        take_in(case, row, now=now)


def _by_others_about_the_same(row: Report) -> Sequence[Report]:
    """Reports about the same person, the latest first, but for those of the same reporter and of
    that person: nobody opens an escrow by reporting themselves.
    """
    is_about_oneself = row.person_id is not None and row.reporter_id == row.person_id
    if row.person_id is None or is_about_oneself:
        return ()
    same = or_(
        Report.reporter_id == row.person_id,
        and_(Report.reporter_id.is_not(None), Report.reporter_id == row.reporter_id),
        and_(Report.reporter_address.is_not(None), Report.reporter_address == row.reporter_address),
    )
    query = select(Report).where(
        Report.person_id == row.person_id,
        Report.id != row.id,
        ~func.coalesce(same, false()),  # what is not known is not the same
    )
    return db.session.scalars(query.order_by(Report.id.desc())).unique().all()


def _case_of(others: Sequence[Report]) -> Case | None:
    """The latest case among theirs that is not closed."""
    is_closed = exists().where(
        CaseState.case_id == Case.id, CaseState.ended_at.is_(None), CaseState.state == State.CLOSED
    )
    query = select(Case).join(CaseReport, CaseReport.case_id == Case.id)
    query = query.where(CaseReport.report_id.in_([other.id for other in others]), ~is_closed)
    return db.session.scalars(query.order_by(Case.id.desc()).limit(1)).first()


def _has_case(row: Report) -> bool:
    return bool(db.session.scalar(select(exists().where(CaseReport.report_id == row.id))))
