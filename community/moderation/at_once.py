"""Emergency measures in a call, and the case each of them opens or joins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from community.accounts.models import Member, Person
from community.attendance import stopping
from community.attendance.audience import people_of
from community.attendance.events import LinkChanged, RsvpChanged
from community.calls import changing
from community.calls.drafts import Place
from community.calls.models import Call
from community.calls.queries import facilitates, facilitators_of, sittings_of
from community.calls.times import Sitting
from community.conduct import emergencies
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency, EmergencyLeftOut
from community.conduct.emergency_queries import waiting_among
from community.conduct.state_models import Content
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.notes import hiding_at_once
from community.notes.models import Note

from .case_models import OVER, Case, CaseReport, CaseState
from .content_parts import refuse_part
from .emergency_models import EmergencyReport
from .escrows import open_for, put_where_it_belongs
from .events import DoneAtOnce
from .opening import take_in
from .report_models import Mode, Report
from .reporting import Draft, Reporter, keep
from .sight_queries import leading
from .subjects import Subject

TOGETHER = timedelta(hours=24)
"""What is done in one call within a day is one matter."""


class NotThem(Refusal):
    """It cannot be done to oneself, and what is about coming not to whoever holds the call."""


class NotAlone(Refusal):
    """Others have the say in this."""


def take(given: Measure, subject: Subject, call: Call, *, by: Member, now: datetime) -> Emergency:
    """Do something at once. It opens a case or joins one, all other responders are told, and so is
    whoever it is about. Doing it twice changes nothing. Raises `NotThem`, and `PartOfIt` of
    `content_parts`.
    """
    locked(Call, call.id)  # two who do the same at once do it once
    _refuse_some(given, call, by)
    row, is_new = emergencies.take(given, by=by, now=now)
    if given.act is Act.HIDE_NOTE:  # also where it was set aside since, and brought back
        hiding_at_once.hide(db.session.get_one(Note, given.note_id), row, by=by, now=now)
    if not is_new:
        return row
    if given.act is Act.REMOVE_ANSWER and given.person is not None:
        stopping.take_away(sittings_of(call), given.person, now=now)
    if given.act is Act.PAUSE_ANSWERS:
        stopping.take_offers_back(sittings_of(call), now=now)
    _bring_to_responders(row, subject, given, by=by, now=now)
    announce(DoneAtOnce(row, affected_by(row), now))
    return row


def change_link(
    given: Measure, sitting: Sitting, url: str, subject: Subject, *, by: Member, now: datetime
) -> Emergency:
    """Meet elsewhere: the new link is shown to those who are going, but for those left out, and
    sent to them; to visitors it is shown no more. Where somebody is left out, whoever answers from
    then on has it once they are let in: it could be the same person by another name.
    """
    call = sitting.call
    known = set(people_of(sittings_of(call))) | {one.person_id for one in facilitators_of(call)}
    known -= waiting_among(call.id, known, now)
    given = replace(given, act=Act.CHANGE_LINK, admitted=known)
    row = take(given, subject, sitting.call, by=by, now=now)
    place = Place(capacity=sitting.capacity, hours_to_accept=sitting.hours_to_accept, join_url=url)
    changing.change_place(sitting, place, by=by, now=now)
    announce(LinkChanged(sitting, row.key, now))
    return row


def let_in(call: Call, person: Person, *, by: Member, now: datetime) -> None:
    """Let somebody have the link though another is left out of it; it is sent to them where they
    are going. Twice changes nothing. Raises `NotThem` for oneself.
    """
    locked(Call, call.id)
    if person.id == by.person_id:
        raise NotThem("Somebody else lets you in.")
    rows = emergencies.admit(call.id, person.id, by=by, now=now)
    for sitting in sittings_of(call) if rows else ():
        announce(RsvpChanged(person.id))
        if not sitting.is_over(now):
            announce(LinkChanged(sitting, rows[0].key, now))


def ratify(row: Emergency, *, by: Member, now: datetime) -> None:
    """Say in its case that a measure was right; of a note somebody who has no part in its thread.
    It ends by itself all the same. Twice changes nothing. Raises `PartOfIt` of `content_parts`, and
    `community.conduct.emergencies.OwnMeasure` and `TooLate`.
    """
    if row.note_id is not None:
        refuse_part(Content.NOTE, db.session.get_one(Note, row.note_id), by)
    emergencies.ratify(row, by=by, now=now)


def lift_alone(row: Emergency, *, by: Member, now: datetime) -> None:
    """End a measure of one's own that the responders have not called right. Raises `NotAlone`."""
    row = locked(Emergency, row.id)
    if row.by_id != by.id:
        raise NotAlone("Whoever did this can lift it, and the responders in its case.")
    if row.ratification is not None:
        raise NotAlone("The responders have called this right; it is lifted at their desk.")
    lift(row, by=by, now=now)


def lift(row: Emergency, *, by: Member, now: datetime) -> None:
    """End a measure ahead of its time; whoever it was about is told. Twice changes nothing. Raises
    `NotAlone` where a ruling lets it stand: it ends with that.
    """
    row = locked(Emergency, row.id)
    if row.keeping(now):
        raise NotAlone("A ruling lets this stand. It ends once that ruling does.")
    if emergencies.lift(row, by=by, now=now):
        hiding_at_once.show_again(row, by=by, now=now)
        announce(DoneAtOnce(row, affected_by(row), now))


def affected_by(row: Emergency) -> Sequence[int]:
    """The people a measure is about, or leaves out."""
    if row.person_id is not None:
        return [row.person_id]
    query = select(EmergencyLeftOut.person_id).where(EmergencyLeftOut.emergency_id == row.id)
    return db.session.scalars(query.order_by(EmergencyLeftOut.person_id)).all()


def _refuse_some(given: Measure, call: Call, by: Member) -> None:
    """Notes are hidden whoever wrote them, but for one's own; and by those who lead the call alone
    where they wrote in the thread as well.
    """
    if given.act is Act.HIDE_NOTE:
        if given.person is not None and given.person.id == by.person_id:
            raise NotThem("You wrote this note. You can take it out yourself.")
        if given.role is not ActingRole.FACILITATOR:
            refuse_part(Content.NOTE, db.session.get_one(Note, given.note_id), by)
        return
    for person in [*([given.person] if given.person else []), *given.left_out]:
        _refuse_those_who_hold_it(call, person, by)


def _refuse_those_who_hold_it(call: Call, person: Person, by: Member) -> None:
    if person.id == by.person_id:
        raise NotThem("This is for others. Take your own answer back at the page of the call.")
    member = db.session.scalar(select(Member).where(Member.person_id == person.id))
    if member is not None and facilitates(member, call):
        raise NotThem(
            f"{person.name} holds this call and has its link in any case. Page the responders."
        )


def _bring_to_responders(
    row: Emergency, subject: Subject, given: Measure, *, by: Member, now: datetime
) -> None:
    """Let a report say it to the desk, in the case of this call or in a new one."""
    person = given.person
    draft = Draft(mode=Mode.NAMED, words=given.why, happened_at=now, subject=subject, person=person)
    report, _code = keep(draft, by=Reporter(person=by.person), now=now)
    known = _case_of(row, now)
    db.session.add(EmergencyReport(emergency_id=row.id, report_id=report.id))
    db.session.flush()
    if known is None:
        put_where_it_belongs(report, now=now)
        return
    take_in(known, report, now=now)
    open_for(report, known, now=now)


def _case_of(row: Emergency, now: datetime) -> Case | None:
    """The case that something else done in the call has opened lately, unless it is over."""
    is_over = exists().where(
        CaseState.case_id == Case.id, CaseState.ended_at.is_(None), CaseState.state.in_(OVER)
    )
    query = (
        select(Case)
        .join(CaseReport, Case.id == leading(CaseReport.case_id))
        .join(Report, Report.id == CaseReport.report_id)
        .join(EmergencyReport, EmergencyReport.report_id == Report.id)
        .join(Emergency, Emergency.id == EmergencyReport.emergency_id)
        .where(Emergency.call_id == row.call_id, Emergency.at > now - TOGETHER, ~is_over)
    )
    return db.session.scalars(query.order_by(Case.id.desc()).limit(1)).unique().first()
