"""The pages of the labour ledger: of a call, of a series, one's own."""

from flask import Flask

from community import access
from community.agendas.redaction_queries import tell_beside
from community.ledger import policies
from community.ledger.redaction_queries import spots_of_labour

from . import listing, mine, taking_along
from .blueprint import bp

__all__ = ["init_app", "listing", "mine", "taking_along"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of the ledger."""
    access.register(policies.RULES, policies.SIGHT)
    app.register_blueprint(bp)
    tell_beside(spots_of_labour)
