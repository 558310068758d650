"""What happens to reports and cases, as far as somebody is to be told that something waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.conduct.emergency_models import Emergency
from community.conduct.models import Contact
from community.events import Event

from .case_models import Case
from .report_models import Report


@dataclass(frozen=True, slots=True)
class ReportReceived(Event):
    """A report was kept."""

    report: Report
    at: datetime


@dataclass(frozen=True, slots=True)
class RespondersAsked(Event):
    """These responders are asked whether they can take a case."""

    case: Case
    members: Sequence[Member]
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaveTaken(Event):
    """A responder is not asked about cases until `ends_at`."""

    member: Member
    ends_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class TooFewLeft(Event):
    """Fewer than two responders can take a case, or nobody can hear an appeal about content, which
    is of no case: these contacts are told that help is needed.
    """

    case: Case | None
    contacts: Sequence[Contact]
    at: datetime


@dataclass(frozen=True, slots=True)
class FewerLeft(Event):
    """Somebody may have been left out of a case: who decides in it is counted again."""

    case: Case
    at: datetime


@dataclass(frozen=True, slots=True)
class SomethingWaits(Event):
    """Something in a case waits for these responders."""

    case: Case
    members: Sequence[Member]
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReporterAnswered(Event):
    """There is an answer for whoever made a report."""

    report: Report
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonTold(Event):
    """There is a message for a person whom a case is about."""

    person_id: int
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContentWaits(Event):
    """Something about what was set aside waits to be read or heard by one of these responders, each
    asked from an instant on.
    """

    turns: Sequence[tuple[Member, datetime]]
    at: datetime


@dataclass(frozen=True, slots=True)
class DoneAtOnce(Event):
    """An emergency measure was taken or lifted that is about these people."""

    emergency: Emergency
    people: Sequence[int]
    at: datetime
