"""The library over HTTP: lists, patterns, their revisions."""

from flask import Flask

from community import access
from community.patterns import policies, telling

from . import listing, reading
from .blueprint import bp

__all__ = ["init_app", "listing", "reading"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of the library."""
    access.register(policies.RULES, policies.SIGHT)
    telling.connect()
    app.register_blueprint(bp)
