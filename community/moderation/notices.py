"""Letters of moderation: all of one kind, with one neutral subject and nothing in them but where to
look. Whom they are about, and of what, stands in no row of the outbox.
"""

from datetime import datetime

from sqlalchemy import and_, exists, or_, select

from community.accounts.events import RoleGranted
from community.accounts.guests import guest_of, member_of
from community.accounts.models import Person, Role
from community.conduct.events import ContactGone
from community.db import db
from community.notes.waiting_queries import number_waiting
from community.outbox import owing
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import DISCREET, Group, Letter

from . import guest_links, people_queries
from .case_models import OVER, Case, CaseState
from .case_queries import made_by_themselves
from .content_notices import ASIDE, has_untold
from .content_waiting import waiting_for
from .discreet import owe_discreet
from .events import (
    DoneAtOnce,
    LeaveTaken,
    PersonTold,
    ReporterAnswered,
    ReportReceived,
    RespondersAsked,
    SomethingWaits,
    TooFewLeft,
)
from .first_note_notices import FIRST, WAITED
from .following_queries import waits_for
from .report_models import Mode, Report
from .sight_queries import cases_asked_of, cases_open_to, is_responder

_DESK, _RETURN, _STANDING, _HELP = "desk", "return", "standing", "help"
_TEAM, _BACK = "team", "back"


def report_received(event: ReportReceived) -> None:
    """A receipt for whoever said who they are; not for a report that nobody made."""
    if event.report.mode is not Mode.ANONYMOUS:
        _owe_reporter(event.report, event.at)


def reporter_answered(event: ReporterAnswered) -> None:
    """There is an answer; it is read with the code, or, by whoever did something in a call, at the
    page of their own standing.
    """
    is_by_itself = bool(made_by_themselves([event.report]))
    _owe_reporter(event.report, event.at, leads=_STANDING if is_by_itself else _RETURN)


def responders_asked(event: RespondersAsked) -> None:
    """Something waits at the desk."""
    _owe_members([one.person_id for one in event.members], event.at)


def leave_taken(event: LeaveTaken) -> None:
    """When they are back they are told, where a case waits for them by then."""
    person_id = event.member.person_id
    owe_discreet(_BACK, person_id=person_id, due_at=event.ends_at, now=event.at)


def something_waits(event: SomethingWaits) -> None:
    """The same: letters do not differ by what waits."""
    _owe_members([one.person_id for one in event.members], event.at)


def person_told(event: PersonTold) -> None:
    """There is a message at the page of one's own standing; a guest's is behind the link of the
    letter.
    """
    owe_discreet(_STANDING, person_id=event.person_id, now=event.at)


def role_granted(event: RoleGranted) -> None:
    """The other responders are told of a new one, whoever made them one; and they, where something
    waits that came when nobody responded.
    """
    if event.grant.role is Role.RESPONDER:
        new = event.grant.member.person_id
        if _waits_for(new, _DESK, event.grant.granted_at):
            _owe_members([new], event.grant.granted_at)
        for one in people_queries.responders():
            if one.id != event.grant.member_id:
                owe_discreet(_TEAM, person_id=one.person_id, now=event.grant.granted_at)


def done_at_once(event: DoneAtOnce) -> None:
    """Why is read at the page of one's own standing; a guest's is behind the link of the letter."""
    for person_id in event.people:
        owe_discreet(_STANDING, person_id=person_id, now=event.at)


def too_few_left(event: TooFewLeft) -> None:
    """The contacts outside are told that the responders need help: once a day, so that nobody can
    count cases by it.
    """
    for contact in event.contacts:
        about, facts = f"{_HELP} {event.at.date().isoformat()}", {"name": contact.name}
        owe_discreet(_HELP, about=about, address=contact.address, facts=facts, now=event.at)


def contact_gone(event: ContactGone) -> None:
    """Nothing is kept of who was asked for help at an address that is no contact's any more."""
    owing.forget_address(DISCREET, event.address, about=f"{_HELP} ")


def _owe_reporter(report: Report, at: datetime, *, leads: str = _RETURN) -> None:
    if report.reporter_id is not None:
        person = db.session.get(Person, report.reporter_id)
        if person is not None:
            owe_discreet(leads, person_id=person.id, now=at)
    elif report.reporter_address:
        facts = {"name": report.reporter_name}
        owe_discreet(leads, address=report.reporter_address, facts=facts, now=at)


def _owe_members(people: list[int], at: datetime) -> None:
    for one in people:
        owe_discreet(_DESK, person_id=one, now=at)


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:  # noqa: ARG001
    """One address for all with an account or a code, so that nobody tells by it who reported, is
    reported or responds. Nothing to a responder for whom nothing waits (any more).
    """
    leads = letter.facts["leads"]
    if leads == _STANDING and letter.person_id and guest_of(letter.person_id) is not None:
        token = guest_links.token_for(letter.person_id, letter.owed_at)
        page = absolute("moderation.show_guest_standing", token=token)
        return Draft({"leads": "guest", "page": page})
    if leads in {_DESK, _BACK} and not _waits_for(letter.person_id, leads, now):
        return None
    if leads == ASIDE and not has_untold(letter, now):
        return None
    if leads == FIRST and not _has_first_notes(letter.person_id):
        return None
    if leads == WAITED:
        return Draft(
            {"leads": leads, "page": absolute("notes.show_thread", key=letter.facts["thread"])}
        )
    page = "conduct.show_code" if leads == _HELP else "moderation.show_messages"
    return Draft({"leads": _HELP if leads == _HELP else "messages", "page": absolute(page)})


def _has_first_notes(person_id: int | None) -> bool:
    member = member_of(person_id) if person_id is not None else None
    is_one = member is not None and db.session.scalar(select(is_responder(member.id)))
    return bool(is_one) and member is not None and number_waiting(member) > 0


def _waits_for(person_id: int | None, leads: str, now: datetime) -> bool:
    """Whether they have a case or are asked about one; after a leave none that is over counts."""
    member = member_of(person_id) if person_id is not None else None
    if member is None:
        return False
    asked = cases_asked_of(member, now)
    mine = cases_open_to(member, now)
    if leads == _BACK:
        over = CaseState.ended_at.is_(None) & CaseState.state.in_(OVER)
        mine = and_(mine, ~exists().where(CaseState.case_id == Case.id, over))
    seen = or_(asked, mine)
    if db.session.scalar(select(exists(select(Case.id).where(seen)))):
        return True
    return any(waiting_for(member, now)) or bool(waits_for(member, now, theirs=True))


KINDS = (Kind(DISCREET, Group.ACCOUNT, _write),)
