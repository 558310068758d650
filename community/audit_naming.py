"""One name in the audit log for all that changes while one thing is done: a row by itself is called
after what else changes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from .db import db

_NAME = "name of what changes"


@contextmanager
def named(what: str) -> Iterator[None]:
    """Write down every row that changes meanwhile under this name, also where nothing changes but
    what is `unsaid` of it.
    """
    session = db.session()
    session.flush()
    session.info[_NAME] = what
    try:
        yield
        session.flush()
    finally:
        session.info.pop(_NAME)


def name_given(session: Session) -> str | None:
    """The name that changes have now, if they have one."""
    name: str | None = session.info.get(_NAME)
    return name
