"""Whole series over HTTP: taken along, and brought in."""

from flask import Flask

from community import access, limits
from community.exchange import policies

from . import exporting, importing, library, library_import
from .blueprint import bp

__all__ = ["exporting", "importing", "init_app", "library", "library_import"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of whole series."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED)
    app.register_blueprint(bp)
