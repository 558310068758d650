"""The pages of threads, notes, decisions and actions."""

from flask import Flask

from community import access
from community.notes import policies, telling

from . import blueprint, changing, drafts, muting, reading, tasks, writing

__all__ = ["changing", "drafts", "init_app", "muting", "reading", "tasks", "writing"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of notes."""
    access.register(policies.RULES, policies.SIGHT)
    telling.connect()
    app.register_blueprint(blueprint.bp)
