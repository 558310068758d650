"""Taking turns between what leads to patterns and what lets everybody read one."""

from sqlalchemy import func, select

from .db import db

_LOCK = 1_886_417_774


def in_turn(*, is_alone: bool = False) -> None:
    """On PostgreSQL, where transactions run beside each other: whoever brings a library in, or
    leads to a pattern that is not there, alone, waits for those who let a pattern be read by
    everybody, and they for them, so that neither misses what the other does. Until the end of the
    transaction, and before rows are held in it that the others want.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        together = func.pg_advisory_xact_lock_shared(_LOCK)
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK) if is_alone else together))
