"""What the settings of a place mean to Flask: the database, the cookie, the largest upload."""

from datetime import timedelta

from flask import Flask

from . import engines
from .config import Settings

MOST_BYTES = 2 * 1024 * 1024 + 64 * 1024  # the largest upload (a calendar file) and its form


def configure(app: Flask, settings: Settings) -> None:
    """Set what Flask and its extensions go by."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engines.connect_args(settings.database_url),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        TRUSTED_HOSTS=settings.hosts,
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,  # a sign-in ends by its beginning, in the database
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
