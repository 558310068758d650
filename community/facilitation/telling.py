"""What a change during a call stands for among the revisions: the calls that are on."""

from sqlalchemy.orm import Session

from community import revisions
from community.revisions import Parameters

LIVE = "live"  # few calls are on at a time: one number for all of them
# That a call was started or ended is not among them: other pages show that too.
_TABLES = ("item_spell", "hand", "presence")


def connect() -> None:
    """Let each statement that writes such a table tell it."""
    for table in _TABLES:
        revisions.narrow(table, _live)


def _live(_session: Session, _given: Parameters) -> str:
    return LIVE
