"""The pages of the code of conduct."""

from flask import Flask

from community import access, agreement
from community.conduct import acceptances, policies

from . import accepting, drafting, naming, reading
from .blueprint import bp

__all__ = ["accepting", "drafting", "init_app", "naming", "reading"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages, and be what asks people to agree."""
    access.register(policies.RULES)
    app.register_blueprint(bp)
    asking = agreement.Asking(terms=acceptances.terms, ask_first=accepting.ask_first)
    agreement.agree_with(app, asking)
