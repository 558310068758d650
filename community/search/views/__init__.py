"""Finding over HTTP: the page, the same as data, and the palette."""

from flask import Flask

from community import access
from community.search import in_library, policies

from . import looking, palette
from .blueprint import bp

__all__ = ["init_app", "looking", "palette"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of finding."""
    access.register(policies.RULES)
    app.register_blueprint(bp)
    in_library.connect()
