"""What machines ask: is the process up, can it serve people, whom to tell of a weakness."""

from datetime import timedelta

from flask import Flask, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from . import access, clock, schema, work

WORKER_SILENT = timedelta(minutes=2)


def init_app(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/.well-known/security.txt", "security_txt", show_security_contact)
    app.add_url_rule("/healthz", "healthz", show_health)
    app.add_url_rule("/readyz", "readyz", show_readiness)


@access.public
def show_health() -> ResponseReturnValue:
    """The process is up."""
    return {"status": "ok"}, 200, {"Cache-Control": "no-store"}


@access.public
def show_readiness() -> ResponseReturnValue:
    """200 where the database answers in its present shape and a worker has been seen."""
    try:
        is_present, seen = schema.is_present(), work.last_seen()
    except SQLAlchemyError:
        return jsonify(status="no", database="does not answer, or has no tables yet"), 503
    if not is_present:
        return jsonify(status="no", database="has another shape: flask --app app upgrade"), 503
    if seen is None or seen + WORKER_SILENT < clock.now():
        return jsonify(status="no", database="ok", worker="not seen in the last two minutes"), 503
    return {"status": "ok", "database": "ok", "worker": "ok"}, 200, {"Cache-Control": "no-store"}


@access.public
def show_security_contact() -> ResponseReturnValue:
    """Whom to tell of a weakness, for half a year from now (RFC 9116)."""
    settings = current_app.config["SETTINGS"]
    month = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = (
        "# You hear from a person within 48 hours.",
        f"Contact: {settings.contact}",
        f"Expires: {month + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
