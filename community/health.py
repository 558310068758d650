"""`/healthz`: the process answers. `/readyz`: it can serve people; it says what is missing."""

from datetime import timedelta

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from . import access, clock, work
from .db import db

WORKER_SILENT = timedelta(minutes=2)


def init_app(app: Flask) -> None:
    """Add both addresses."""
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
        db.session.execute(text("SELECT 1"))
        seen = work.last_seen()
    except SQLAlchemyError:
        return jsonify(status="no", database="does not answer, or has no tables yet"), 503
    if seen is None or seen + WORKER_SILENT < clock.now():
        return jsonify(status="no", database="ok", worker="not seen in the last two minutes"), 503
    return {"status": "ok", "database": "ok", "worker": "ok"}, 200, {"Cache-Control": "no-store"}
