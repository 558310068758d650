"""Calls over HTTP."""

from flask import Flask

from community import access, limits
from community.calls import policies

from . import dates, keeping, removal, series, sharing, sittings
from .blueprint import bp

__all__ = ["dates", "init_app", "keeping", "removal", "series", "sharing", "sittings"]


def init_app(app: Flask) -> None:
    """Add the pages of calls and who may use them."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED, series_of=policies.SERIES)
    app.register_blueprint(bp)
