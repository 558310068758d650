"""What is said in a case: to the reporter, to the person it is about, among the responders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .case_models import Audience, Case, CaseHolder, CaseMessage, MessageReading, State
from .case_queries import made_by_themselves, reports_of
from .concerned_queries import people_of, whom_of
from .events import PersonTold, ReporterAnswered, SomethingWaits
from .handling import move_to
from .involved_queries import excluded_from
from .merging_queries import home_of, lead_of
from .opening import leave_out, let_go
from .report_models import Report
from .report_queries import told_to_reporter
from .sight_queries import leading, who_can
from .standing_queries import people_let_alone


class NobodyListens(Refusal):
    """Nothing more can be said here now."""


class NotAboutThem(Refusal):
    """A case is not about somebody any more to whom something was to go."""


class OwnWords(Refusal):
    """What goes to the person a case is about is read by somebody who did not write it."""


def answer_as_reporter(report: Report, text: str, *, now: datetime) -> None:
    """Let whoever reported say more. A responder of whom they speak has the case no more, as if it
    had stood in the report. Raises `NobodyListens`, and `community.text.TextTooLong`.
    """
    if not told_to_reporter(report).can_write:
        raise NobodyListens("Nothing more can be written here. Write to one of the contacts.")
    case = home_of(report)
    message = _keep(case, Audience.REPORTER, text, by=None, report_id=report.id, now=now)
    before = excluded_from(report)
    leave_out(report)
    if excluded_from(report) != before:
        let_go(lead_of(case), now=now)
    _tell_whoever_sees_to_it(case, message, now)


def answer_as_person(case: Case, person_id: int, text: str, *, now: datetime) -> None:
    """Let the person a case is about answer what was said to them."""
    message = _keep(case, Audience.REPORTED, text, by=None, person_id=person_id, now=now)
    _tell_whoever_sees_to_it(case, message, now)


def say_among_responders(case: Case, text: str, *, by: Member, now: datetime) -> CaseMessage:
    """Note something for those the case is open to."""
    return _keep(case, Audience.RESPONDERS, text, by=by, now=now)


def say_to_reporter(
    case: Case, report: Report, text: str, *, by: Member, now: datetime
) -> CaseMessage:
    """Say something to whoever made `report`; they read it with their code. The first answer is
    what acknowledges a case.
    """
    if case.standing.state is State.RECEIVED:
        move_to(case, State.ACKNOWLEDGED, by=by, now=now)
    home = home_of(report)
    message = _keep(home, Audience.REPORTER, text, by=by, report_id=report.id, now=now)
    announce(ReporterAnswered(report, f"message {message.id}", now))
    return message


def tell_reporters(
    case: Case, text: str, *, by: Member, now: datetime, about: int | None = None
) -> None:
    """Say the same to everybody who reported, also where their report came out of escrow; once to
    each who did something in a call. What is said of one person, `about` by their number, only to
    who reported them, or nobody by name. Nothing where there is nothing to say.
    """
    reports: Sequence[Report] = reports_of(case) if text else ()
    if about is not None:
        whom = whom_of(reports)
        reports = [one for one in reports if about in (whom[one.id] or [about])]
    by_itself, told = made_by_themselves(reports), set[int | None]()
    for report in reports:
        if report.id in by_itself and report.reporter_id in told:
            continue
        if report.id in by_itself:
            told.add(report.reporter_id)
        say_to_reporter(case, report, text, by=by, now=now)


def tell_those_let_alone(case: Case, *, now: datetime) -> None:
    """Let everybody who was written to and is told of no ruling read that the case is over."""
    for person_id in people_let_alone(case):
        announce(PersonTold(person_id, f"end of case {case.id}", now))


def say_to_person(
    case: Case, person_id: int, text: str, *, by: Member, now: datetime
) -> CaseMessage:
    """Write something for the person the case is about: it goes once somebody else has read it."""
    home = _home_of_person(case, person_id)
    message = _keep(home, Audience.REPORTED, text, by=by, person_id=person_id, now=now)
    others = [one for one in who_can(case, now, but_away=True) if one.id != by.id]
    announce(SomethingWaits(case, others, f"message {message.id}", now))
    return message


def read_second(message: CaseMessage, *, by: Member, now: datetime) -> None:
    """Let a message go to the person it is for. Reading it twice changes nothing.

    Raises `OwnWords`, and `NotAboutThem` where the case is about that person no more.
    """
    case = lead_of(db.session.get_one(Case, message.case_id))
    locked(Case, case.id)  # whom it is about changes behind the same lock
    message = locked(CaseMessage, message.id)
    if message.by_id == by.id:
        raise OwnWords("You wrote this. Somebody else reads it before it goes.")
    if message.reading is not None or message.audience is not Audience.REPORTED:
        return
    whom = message.person_id
    if whom is not None and whom not in people_of(reports_of(case)):
        raise NotAboutThem("It is not about them any more. This goes to nobody.")
    db.session.add(MessageReading(message_id=message.id, by_id=by.id, at=now))
    db.session.flush()
    db.session.refresh(message, ["reading"])
    if whom is not None:
        announce(PersonTold(whom, f"message {message.id}", now))


def _home_of_person(case: Case, person_id: int) -> Case:
    """The case to which the first report about a person came, of those that go on in one."""
    reports = reports_of(case)
    whom = whom_of(reports)
    report = next((one for one in reports if person_id in whom[one.id]), None)
    return home_of(report) if report is not None else case


def _keep(
    case: Case,
    audience: Audience,
    text: str,
    *,
    by: Member | None,
    now: datetime,
    report_id: int | None = None,
    person_id: int | None = None,
) -> CaseMessage:
    locked(Case, case.id)
    message = CaseMessage(
        case_id=case.id,
        audience=audience,
        report_id=report_id,
        person_id=person_id,
        by_id=by.id if by else None,
        text_source=text,
        text_html=render_markdown(text),
        at=now,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _tell_whoever_sees_to_it(case: Case, message: CaseMessage, now: datetime) -> None:
    """The one who sees to the case, or all who can."""
    can = who_can(case, now, but_away=True)
    query = select(CaseHolder.member_id)
    holder = db.session.scalar(
        query.where(CaseHolder.case_id == leading(case.id), CaseHolder.ended_at.is_(None))
    )
    told = [one for one in can if one.id == holder] or can
    announce(SomethingWaits(case, told, f"message {message.id}", now))
