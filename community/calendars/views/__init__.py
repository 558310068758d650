"""Calendars over HTTP: the feeds themselves, and the page that says how to subscribe."""

from flask import Flask

from community import access
from community.calendars import policies
from community.calendars.delivery import Kept
from community.calendars.masking import mask_secrets

from . import feeds, importing, robots, subscribing  # noqa: F401 - their routes
from .blueprint import bp


def init_app(app: Flask) -> None:
    """Add the pages, a place for finished bytes, and the address our links begin with."""
    access.register(policies.RULES, policies.SIGHT)
    app.extensions["calendars.kept"] = Kept()
    app.jinja_env.globals["base_url"] = app.config["SETTINGS"].base_url
    mask_secrets(app.logger)
    app.register_blueprint(bp)
