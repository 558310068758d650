"""The pages of answers: a member's, a guest's, and the facilitators' list."""

from flask import Flask

from community import access, limits
from community.attendance import policies, telling

from . import answering, asking, blueprint, guests, hours

__all__ = ["answering", "asking", "guests", "hours", "init_app"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of attendance."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(always=policies.ALWAYS)
    telling.connect()
    app.register_blueprint(blueprint.bp)
