"""Whole series over HTTP: taken along."""

from flask import Flask

from community import access
from community.exchange import policies

from . import exporting
from .blueprint import bp

__all__ = ["exporting", "init_app"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of whole series."""
    access.register(policies.RULES)
    app.register_blueprint(bp)
