"""No letters about a thread: said on its page, or with the link of a letter."""

from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete

from community.db import db

from .models import Thread, ThreadMute


def mute(thread_id: int, person_id: int, *, now: datetime) -> None:
    """No letters about a thread for a person. Doing it twice changes nothing."""
    if not is_muted(thread_id, person_id):
        db.session.add(ThreadMute(thread_id=thread_id, person_id=person_id, at=now))
        db.session.flush()


def unmute(thread_id: int, person_id: int) -> None:
    """Letters again. Doing it twice changes nothing."""
    db.session.execute(
        delete(ThreadMute).where(
            ThreadMute.thread_id == thread_id, ThreadMute.person_id == person_id
        )
    )


def is_muted(thread_id: int, person_id: int) -> bool:
    """Whether a person wants no letters about a thread."""
    return db.session.get(ThreadMute, (person_id, thread_id)) is not None


def token_for(thread_id: int, person_id: int) -> str:
    """The token of a letter's "no more about this": it is for this thread and person alone."""
    return str(_signer().dumps([thread_id, person_id]))


def read_token(token: str) -> tuple[Thread, int] | None:
    """The thread and the person a token is for; None where it is not one of ours."""
    try:
        thread_id, person_id = _signer().loads(token)
        thread = db.session.get(Thread, int(thread_id))
        return (thread, int(person_id)) if thread else None
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="no letters about a thread")
