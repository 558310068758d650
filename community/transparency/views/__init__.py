"""The pages of how this place is run, and of its reports in numbers."""

from flask import Flask

from community import access, audit
from community.transparency import policies

from . import publishing, reading, running
from .blueprint import bp

__all__ = ["init_app", "publishing", "reading", "running"]


def init_app(app: Flask) -> None:
    """Hang the pages and rules into `app`."""
    access.register(policies.RULES)
    audit.watch(policies.WRITTEN_DOWN)
    app.register_blueprint(bp)
