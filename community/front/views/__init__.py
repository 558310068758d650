"""Pages made of several features, over HTTP."""

from flask import Flask

from community import access
from community.front import policies

from . import details, lists, series_lines
from .blueprint import bp

__all__ = ["details", "init_app", "lists", "series_lines"]


def init_app(app: Flask) -> None:
    """Add the pages and who may see them."""
    access.register(policies.RULES)
    app.register_blueprint(bp)
