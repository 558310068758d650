"""What happens to calls while they are held; `at` is when, in UTC."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.events import Event


@dataclass(frozen=True, slots=True)
class CallEnded(Event):
    """A call was ended, by nobody where it was left on; `is_last`: it is not held once more."""

    call: Call
    by: Member | None
    is_last: bool
    at: datetime
