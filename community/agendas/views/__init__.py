"""Agendas over HTTP: reading them, proposing and voting, and the facilitators' draft."""

from flask import Flask

from community import access, first_links, limits
from community.agendas import guest_proposing, policies

from . import (
    deciding,
    drafting,
    emptying,
    guests,
    keeping,
    proposing,
    publishing,
    reading,
    redacting,
    roles,
    templates,
)
from .blueprint import bp

__all__ = [
    "deciding",
    "drafting",
    "emptying",
    "guests",
    "init_app",
    "keeping",
    "proposing",
    "publishing",
    "reading",
    "redacting",
    "roles",
    "templates",
]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of agendas."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED)
    first_links.shown_by(agendas=guest_proposing.shows_links_of)
    app.register_blueprint(bp)
