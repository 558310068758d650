"""The page of whom a member mutes and blocks."""

from flask import Flask

from community import access, limits
from community.distance import policies

from . import keeping
from .blueprint import bp

__all__ = ["init_app", "keeping"]


def init_app(app: Flask) -> None:
    """Add the rules and the page."""
    access.register(policies.RULES)
    limits.declare(always=policies.ALWAYS)
    app.register_blueprint(bp)
