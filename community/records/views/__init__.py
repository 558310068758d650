"""Records over HTTP: reading them, their words, their steps, corrections, lists."""

from flask import Flask

from community import access, limits
from community.agendas.redaction_queries import tell_beside
from community.notes.role_queries import sort_while
from community.notes.task_queries import leave_out_of_decisions
from community.records import policies
from community.records.list_queries import is_told_later
from community.records.queries import is_being_written
from community.records.redaction_queries import spots_of_records

from . import correcting, listing, reading, steps, taking_along, writing
from .blueprint import bp

__all__ = ["correcting", "init_app", "listing", "reading", "steps", "taking_along", "writing"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of records."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED)
    app.register_blueprint(bp)
    tell_beside(spots_of_records)
    leave_out_of_decisions(is_told_later)
    sort_while(is_being_written)
