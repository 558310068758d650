"""A guest turns out to be a member, or somebody who left is back: reports, cases, rulings and
messages about the one, or by them, are about the other, so that nothing decided is left behind and
nobody handles a case about themselves.
"""

from datetime import datetime

from sqlalchemy import exists, or_, select

from community.accounts.events import AddressChanged, MemberJoined
from community.attendance.events import GuestCame, PeopleJoined
from community.conduct import joining, left_addresses
from community.db import db

from .appeal_models import Appeal
from .case_models import Case, CaseMessage, CaseReport
from .opening import let_go
from .readmission_models import Readmission
from .report_models import Report, ReportCopy, ReportPerson
from .ruling_models import Ruling
from .sight_queries import is_of_one_matter

_HELD = (
    *joining.HELD,
    *(Report.person_id, Report.reporter_id, ReportPerson.person_id, ReportCopy.author_id),
    *(Ruling.person_id, Ruling.other_person_id, Appeal.person_id, Readmission.person_id),
    CaseMessage.person_id,
)


def people_joined(event: PeopleJoined) -> None:
    """Let all that moderation and conduct hold of the guest be of the member."""
    _join(event.gone_id, event.kept_id, event.at)


def member_joined(event: MemberJoined) -> None:
    """Let what stands against somebody who left be of the member who has their address."""
    member = event.member
    _come_back(member.person_id, member.email_key, member.joined_at)


def address_changed(event: AddressChanged) -> None:
    """The same for who moves to such an address."""
    _come_back(event.member.person_id, event.member.email_key, event.at)


def guest_came(event: GuestCame) -> None:
    """The same for a guest."""
    _come_back(event.person_id, event.email_key, event.at)


def _come_back(person_id: int, email_key: str, now: datetime) -> None:
    for gone_id in left_addresses.who_left(email_key, now):
        _join(gone_id, person_id, now)
        left_addresses.forget(gone_id)


def _join(gone_id: int, kept_id: int, now: datetime) -> None:
    if not db.session.scalar(select(or_(*(exists().where(one == gone_id) for one in _HELD)))):
        return
    cases = _cases_of(gone_id)
    with joining.being_one(gone_id, kept_id, now=now):
        for column in _HELD:
            joining.give(column, gone_id, kept_id)
    for case in cases:
        let_go(case, now=now)


def _cases_of(person_id: int) -> list[Case]:
    """The cases that a person is part of, held."""
    theirs = (
        select(CaseReport.report_id)
        .join(Report, Report.id == CaseReport.report_id)
        .outerjoin(ReportPerson, ReportPerson.report_id == Report.id)
        .outerjoin(ReportCopy, ReportCopy.report_id == Report.id)
        .where(
            is_of_one_matter(CaseReport.case_id),
            or_(
                Report.person_id == person_id,
                Report.reporter_id == person_id,
                ReportPerson.person_id == person_id,
                ReportCopy.author_id == person_id,
            ),
        )
        .correlate_except(CaseReport, Report, ReportPerson, ReportCopy)
    )
    query = select(Case).where(theirs.exists()).order_by(Case.id).with_for_update(of=Case)
    return list(db.session.scalars(query).unique())
