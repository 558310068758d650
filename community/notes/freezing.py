"""Notes of a call that are frozen for some minutes: nothing is written or changed, what is there
stays readable, and can be taken out.
"""

from datetime import datetime

from community.calls.models import Call
from community.conduct.emergency_models import Act
from community.conduct.emergency_queries import standing_act
from community.errors import Refusal


class NotesAreFrozen(Refusal):
    """For some minutes nobody writes."""


def refuse_while_frozen(call: Call | None, now: datetime, *, is_typed: bool = True) -> None:
    """Raise `NotesAreFrozen` where the notes of a call are frozen; `is_typed` where there are words
    that a page gives back.
    """
    if call is not None:
        refuse_until(standing_act(Act.FREEZE_NOTES, call.id, now), is_typed=is_typed)


def refuse_until(until: datetime | None, *, is_typed: bool = True) -> None:
    """The same where it has been read `until` when they are, if they are."""
    if until is not None:
        raise NotesAreFrozen(
            "The notes of this call are frozen for some minutes. What you typed is still here: "
            "send it again in a quarter of an hour."
            if is_typed
            else "The notes of this call are frozen for some minutes."
        )
