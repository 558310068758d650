"""Two transactions on PostgreSQL, of which one is held up by the other."""

from threading import Thread

from sqlalchemy import text

from community.db import db

_HELD_UP = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def until_held_up(worker: Thread) -> None:
    """Wait until the thread waits for a lock, or is over. To be called in a transaction."""
    while worker.is_alive() and not db.session.scalar(_HELD_UP):
        pass
