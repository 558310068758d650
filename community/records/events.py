"""What happens to records; `at` is when, in UTC."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.events import Event

from .corrections import Correction


@dataclass(frozen=True, slots=True)
class RecordOpened(Event):
    """A record is open for correction by those who took part."""

    call: Call
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionAsked(Event):
    """Somebody who took part asks for a correction."""

    correction: Correction
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordPublished(Event):
    """A record was published, by nobody where it was due."""

    call: Call
    by: Member | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordTakenBack(Event):
    """A record is a draft again."""

    call: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class CallRedacted(Event):
    """Words were taken out of what a call and its record say."""

    call: Call
    at: datetime
