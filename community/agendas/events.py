"""What happens to agendas; `at` is when, in UTC."""

from dataclasses import dataclass
from datetime import datetime

from community.calls.models import Call
from community.events import Event

from .editions import Edition


@dataclass(frozen=True, slots=True)
class AgendaPublished(Event):
    """An edition of a call's agenda was published."""

    edition: Edition
    call: Call
    at: datetime
