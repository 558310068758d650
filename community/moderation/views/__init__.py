"""The pages of reports, cases and one's own standing."""

from flask import Flask

from community import access, audit, limits
from community.accounts import sessions
from community.moderation import policies, telling

from . import (
    at_once,
    case,
    content,
    desk,
    first_notes,
    guests,
    merging,
    people,
    purging,
    readmission,
    reporting,
    returning,
    rulings,
    second,
    standing,
)
from .blueprint import bp

__all__ = [
    "at_once",
    "case",
    "content",
    "desk",
    "first_notes",
    "guests",
    "init_app",
    "merging",
    "people",
    "purging",
    "readmission",
    "reporting",
    "returning",
    "rulings",
    "second",
    "standing",
]


def init_app(app: Flask) -> None:
    """Hang the pages and rules of moderation into `app`."""
    access.register(policies.RULES)
    audit.watch(
        policies.WRITTEN_DOWN,
        changes=policies.CHANGES,
        unsaid=policies.UNSAID,
        sealed=policies.SEALED,
    )
    limits.declare(policies.STOPPED, always=policies.ALWAYS)
    sessions.tell_with(telling.is_told)
    app.register_blueprint(bp)
