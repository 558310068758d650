"""What happens to series, calls and sittings; `at` is when, in UTC."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.events import Event

from .history import AsHeld
from .models import Call, Series
from .owners import Invitation
from .times import Sitting


@dataclass(frozen=True, slots=True)
class SeriesStarted(Event):
    """A series was begun; its first calls are written in the same transaction."""

    series: Series


@dataclass(frozen=True, slots=True)
class SeriesChanged(Event):
    """Something a reader of the series can see has changed: words, rule, owners, removal."""

    series: Series


@dataclass(frozen=True, slots=True)
class CallChanged(Event):
    """Something a reader of the call can see has changed."""

    call: Call


@dataclass(frozen=True, slots=True)
class CallDuplicated(Event):
    """A call was scheduled after the example of another: what belongs to that may come along."""

    source: Call
    copy: Call
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class CallsHidden(Event):
    """Only their links lead to these calls, from now on; whoever knew where they were is led there
    no longer.
    """

    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class CallShown(Event):
    """A call that only its link led to is shown to whoever may see its series."""

    call: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingsScheduled(Event):
    """New sittings were written: by a new series, its horizon, an extra date, or a one-off call."""

    sittings: tuple[Sitting, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingMoved(Event):
    """A sitting has another start, length or zone than it had (`was`)."""

    sitting: Sitting
    at: datetime
    was: AsHeld


@dataclass(frozen=True, slots=True)
class SittingCancelled(Event):
    """A sitting was called off."""

    sitting: Sitting
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingUncancelled(Event):
    """A sitting is held after all."""

    sitting: Sitting
    at: datetime


@dataclass(frozen=True, slots=True)
class CapacityChanged(Event):
    """A sitting has more places, fewer, or no limit."""

    sitting: Sitting
    at: datetime


@dataclass(frozen=True, slots=True)
class FacilitatorInvited(Event):
    """A member was asked to share a series or a call, or to take it over."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class SittingsWithdrawn(Event):
    """Sittings to come were deleted with their call or their series."""

    sittings: tuple[Sitting, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingsRestored(Event):
    """Deleted sittings to come were brought back."""

    sittings: tuple[Sitting, ...]
    at: datetime
