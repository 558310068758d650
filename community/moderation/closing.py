"""Where a responder sets a case to stand. It ends once everybody it is about knows what is decided,
and whoever reported hears of it.
"""

from datetime import datetime

from community.accounts.models import Member
from community.db import locked
from community.errors import Refusal

from .case_models import Case, State
from .closing_queries import ENDS, what_keeps_open
from .handling import move_to
from .reasons import AT_THE_END
from .talking import tell_reporters, tell_those_let_alone


class NotAtAnEnd(Refusal):
    """A case does not end while something in it is to be decided, told or answered."""


def set_by_hand(
    case: Case, state: State, *, by: Member, now: datetime, why: str = "", for_reporter: str = ""
) -> None:
    """Let a case stand at `state`. Where it is closed, whoever reported is told `for_reporter`, and
    whoever was written to and is told of no ruling reads that nothing follows. Where it stands
    there already nothing changes. Raises `NotAtAnEnd`.
    """
    locked(Case, case.id)
    before = case.standing.state
    if before is state:
        return
    if state in ENDS and (kept := what_keeps_open(case)):
        raise NotAtAnEnd(kept)
    if state is State.CLOSED:
        tell_reporters(case, for_reporter or AT_THE_END, by=by, now=now)
    move_to(case, state, by=by, now=now, why=why)
    if state is State.CLOSED and before is not State.REDIRECTED:
        tell_those_let_alone(case, now=now)
