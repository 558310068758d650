"""Background work: jobs that come round, each claimed by one worker at a time."""

import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db, transaction

LEASE = timedelta(minutes=10)
_PAUSE = 5.0  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes round: `run(now)` is called about every `every`, in a transaction of its own
    for each piece; doing it twice does no harm.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], None]


class Turn(Base):
    """When a job was last done, and who has it now."""

    __tablename__ = "turn"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    done_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


def look(jobs: Sequence[Job]) -> int:
    """Do each job that is due once; returns how many were done."""
    done = 0
    for job in jobs:
        if _claim(job, clock.now()):
            job.run(clock.now())
            _note_done(job, clock.now())
            done += 1
    return done


def last_seen() -> datetime | None:
    """When a worker last looked for something to do."""
    return db.session.scalar(select(Turn.seen_at).order_by(Turn.seen_at.desc()).limit(1))


def run_worker(app: Flask, jobs: Sequence[Job]) -> None:
    """Look for work until told to stop (SIGTERM or SIGINT); a job that fails is tried again."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        with app.app_context():
            try:
                look(jobs)
            except Exception:
                app.logger.exception("Background work failed; it is tried again.")
        stop.wait(_PAUSE)


def _claim(job: Job, now: datetime) -> bool:
    with transaction():
        turn = db.session.get(Turn, job.name, with_for_update=True)
        if turn is None:
            turn = Turn(name=job.name)
            db.session.add(turn)
        turn.seen_at = now
        if turn.leased_until is not None and turn.leased_until > now:
            return False
        if turn.done_at is not None and turn.done_at + job.every > now:
            return False
        turn.leased_until = now + LEASE
        return True


def _note_done(job: Job, now: datetime) -> None:
    with transaction():
        turn = db.session.get_one(Turn, job.name, with_for_update=True)
        turn.done_at = now
        turn.leased_until = None
