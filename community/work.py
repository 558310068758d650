"""Background work: jobs that come round, each claimed by one worker at a time."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import TypeVar

import structlog
from flask import Flask
from sqlalchemy import String, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db, transaction
from .errors import trace_of

Piece = TypeVar("Piece")
LEASE = timedelta(minutes=10)
REST = timedelta(minutes=1)
"""How long a job that failed is left alone."""
_SAY_SEEN = timedelta(minutes=1)
WORKER = "worker"  # the row that says when one was seen; no job is called that
_PAUSE = 5.0  # seconds between two looks
_log = logging.getLogger(__name__)
_lines = structlog.get_logger()


class Unfinished(Exception):
    """Some pieces of a job failed; they have been logged, and it is tried again."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes round: `run(now)` is called about every `every`, in a transaction of its own
    for each piece; doing it twice does no harm.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], None]


Flow = Callable[[Callable[[], bool]], object]
"""Work that several workers share piece by piece, such as letters. It does what there is to do,
until the function it is given says to stop; whoever dies over a piece leaves it to others.
"""


class Turn(Base):
    """When a job was last done, and who has it now: the worker that knows the `token`."""

    __tablename__ = "turn"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    done_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(String(32))

    def is_due(self, every: timedelta, now: datetime) -> bool:
        """Whether the job may be claimed at `now`. What a clock that was ahead wrote holds nothing
        up; workers whose clocks differ by less than a lease leave each other alone.
        """
        is_free = self.leased_until is None or not now < self.leased_until <= now + 2 * LEASE
        return is_free and (self.done_at is None or not now - every < self.done_at <= now + LEASE)


def look(jobs: Sequence[Job], *, is_told_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Do each job that is due once; returns how many were done. One that fails is logged, left
    alone for a while and does not stop the others. Writes only where something is due, and once
    a minute that a worker is there. Told to stop, it begins no other job.
    """
    now = clock.now()
    turns = {turn.name: turn for turn in db.session.scalars(select(Turn))}
    due = [job for job in jobs if job.name not in turns or turns[job.name].is_due(job.every, now)]
    _say_seen(turns, now)
    return sum(not is_told_to_stop() and _do(job) for job in due)


def each(pieces: Iterable[Piece], do: Callable[[Piece], None], *, what: str) -> None:
    """Do one piece of a job after the other; one that fails does not stop those behind it.

    `what` and the piece itself are written to the log. Raises `Unfinished` at the end.
    """
    failed = 0
    for piece in pieces:
        try:
            do(piece)
        except Exception as error:  # noqa: BLE001 - nothing stops the rest
            failed += 1
            _log.error("Background work on %s %s failed.\n%s", what, piece, trace_of(error))
    if failed:
        raise Unfinished(f"{failed} × {what}")


def last_seen() -> datetime | None:
    """When a worker last looked for something to do, to the minute."""
    return db.session.scalar(select(Turn.seen_at).where(Turn.name == WORKER))


def run_worker(
    app: Flask, jobs: Sequence[Job], flows: Sequence[Flow] = (), *, pulse: Path | None = None
) -> None:
    """Look for work until told to stop (SIGTERM or SIGINT); what fails is tried again.

    The file `pulse` is touched each time, for whoever watches this very worker.
    """
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        if pulse is not None:
            pulse.touch()
        for flow in flows:
            _try(app, partial(flow, stop.is_set))
        _try(app, partial(look, jobs, is_told_to_stop=stop.is_set))
        stop.wait(_PAUSE)


def _try(app: Flask, work: Callable[[], object]) -> None:
    with app.app_context():
        try:
            work()
        except Exception as error:  # noqa: BLE001 - nothing stops the rest
            _log.error("No background work could be done.\n%s", trace_of(error))


def _do(job: Job) -> bool:
    """Whether the job was claimed and done."""
    token = _claim(job, clock.now())
    if token is None:
        return False
    began = perf_counter()
    try:
        job.run(clock.now())
    except Exception as error:  # noqa: BLE001 - nothing stops the rest
        if not isinstance(error, Unfinished):
            _log.error("The job “%s” failed.\n%s", job.name, trace_of(error))
        _give_back(job, token, leased_until=clock.now() + REST)
        return False
    _give_back(job, token, leased_until=None, done_at=clock.now())
    _lines.info("job done", job=job.name, ms=round((perf_counter() - began) * 1000, 1))
    return True


def _claim(job: Job, now: datetime) -> str | None:
    """The token of a lease on `job`; None where another worker was quicker."""
    with transaction():
        turn = _locked_turn(job.name)
        if not turn.is_due(job.every, now):
            return None
        turn.leased_until, turn.token = now + LEASE, token_hex(16)
        return turn.token


def _give_back(job: Job, token: str, **values: datetime | None) -> None:
    """End the lease, unless it ran out and another worker has it now."""
    with transaction():
        mine = update(Turn).where(Turn.name == job.name, Turn.token == token)
        db.session.execute(mine.values(token=None, **values))


def _say_seen(turns: Mapping[str, Turn], now: datetime) -> None:
    seen_at = turns[WORKER].seen_at if WORKER in turns else None
    if seen_at is not None and now - _SAY_SEEN < seen_at <= now:
        db.session.rollback()  # reading is over
        return
    with transaction():
        _locked_turn(WORKER).seen_at = now


def _locked_turn(name: str) -> Turn:
    """The row of a name, made at its first time, held until the transaction ends."""
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(kind.insert(Turn).values(name=name).on_conflict_do_nothing())
    return db.session.get_one(Turn, name, with_for_update=True, populate_existing=True)
