"""What a call begins with besides its agenda, such as actions that were left open: said by a
feature below, for the pages of the agenda.
"""

from collections.abc import Callable
from typing import Any

from community.access import Viewer
from community.calls.models import Call

Tell = Callable[[Call, Viewer], Any]
_tell: list[Tell] = []


def begin_with(tell: Tell) -> None:
    """Let `tell` say what a reader is shown of it: the block that `notes/_left_open.html` takes."""
    _tell[:] = [tell]


def left_for(call: Call, viewer: Viewer) -> Any:
    """What the earlier calls of its series have left open for a call, as a reader may see it."""
    return _tell[0](call, viewer) if _tell else None
