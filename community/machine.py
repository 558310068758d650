"""The machine as it is: the database, room on the disk, the worker and its jobs."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from flask import current_app
from sqlalchemy import select, text

from . import schema, work
from .condition import Finding, Measure, Part, Weight, in_words
from .db import db

_SILENT = timedelta(minutes=2)
_LATE = timedelta(minutes=30)  # a worker that was away has this long to catch up
_LITTLE, _HARDLY_ANY = 2 * 1024**3, 256 * 1024**2  # bytes
_START = "flask --app app worker"


def parts(jobs: Sequence[work.Job]) -> tuple[Part, ...]:
    """The parts of the machine, where `jobs` are what its workers do."""
    return (
        Part("Background work", partial(_examine_work, jobs), partial(_measure_work, jobs)),
        Part("Database", _examine_database, _measure_database),
        Part("Disk", _examine_disk, _measure_disk),
    )


def _examine_work(jobs: Sequence[work.Job], now: datetime) -> Iterator[Finding]:
    about, seen = "Background work", work.last_seen()
    if seen is None:
        yield Finding(Weight.BAD, about, "No worker has ever been seen.", "Start one:", _START)
        return
    if seen + _SILENT < now:
        ago = in_words(now - seen)
        words = f"No worker has been seen for {ago}: letters wait, and dates are not written."
        yield Finding(Weight.BAD, about, words, "Start one:", _START)
        return
    late = list(_late(jobs, now))
    for name, since in late:
        words = f"“{name}” has never been done."
        if since is not None:
            words = f"“{name}” has not been done since {since:%-d %B %Y at %H:%M} UTC."
        yield Finding(Weight.BAD, about, words, "The worker's log says why.")
    if not late:
        words = f"A worker is there, and all its {len(jobs)} jobs have been done in time."
        yield Finding(Weight.WELL, about, words)


def _late(jobs: Sequence[work.Job], now: datetime) -> Iterator[tuple[str, datetime | None]]:
    """The jobs that should have been done by now, with when they last were; of one that was tried
    and has never been done, counted from when another was.
    """
    tried = _tried()
    first = min((at for at in tried.values() if at is not None), default=None)
    for job in jobs:
        last = tried.get(job.name)
        since = last or (first if job.name in tried else None)
        if since is not None and since + job.every + _LATE < now:
            yield job.name, last


def _tried() -> dict[str, datetime | None]:
    """When each job that was ever claimed has last been done."""
    rows = db.session.execute(select(work.Turn.name, work.Turn.done_at)).all()
    return {name: at for name, at in rows if name != work.WORKER}


def _examine_database(_now: datetime) -> Iterator[Finding]:
    about = "Database"
    if not schema.is_present():
        yield Finding(
            Weight.BAD,
            about,
            "The database has another shape than this version of the program.",
            "Bring it up to date:",
            "flask --app app upgrade",
        )
        return
    words = f"{_engine()}, {_in_bytes(_size())}, at revision {schema.newest()}."
    yield Finding(Weight.WELL, about, words)


def _engine() -> str:
    if db.engine.dialect.name == "sqlite":
        return f"SQLite {db.session.scalar(text('SELECT sqlite_version()'))}"
    version = str(db.session.scalar(text("SHOW server_version")))
    return f"PostgreSQL {version.split(maxsplit=1)[0]}"


def _size() -> int:
    """How many bytes the database takes."""
    query = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if db.engine.dialect.name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    return int(db.session.scalar(text(query)) or 0)


def _examine_disk(_now: datetime) -> Iterator[Finding]:
    free = _free()
    words = f"{_in_bytes(free)} are free where the program keeps its data."
    if free < _HARDLY_ANY:
        advice = "Make room now: without it nothing can be written."
        yield Finding(Weight.BAD, "Disk", words, advice)
    elif free < _LITTLE:
        yield Finding(Weight.WORRY, "Disk", words, "Make room before it runs out.")
    else:
        yield Finding(Weight.WELL, "Disk", words)


def _free() -> int:
    return shutil.disk_usage(current_app.config["SETTINGS"].instance_path).free


def _measure_work(jobs: Sequence[work.Job], now: datetime) -> Iterator[Measure]:
    seen = work.last_seen()
    if seen is not None:
        words = "Seconds since a worker was last seen."
        yield Measure("worker_unseen_seconds", words, (now - seen).total_seconds())
    tried = _tried()
    for job in jobs:
        last = tried.get(job.name)
        if last is not None:
            words = "Seconds since a background job was last done."
            ago = (now - last).total_seconds()
            yield Measure("job_undone_seconds", words, ago, {"job": job.name})


def _measure_database(_now: datetime) -> Iterator[Measure]:
    yield Measure("database_bytes", "Bytes the database takes.", _size())
    words = "Whether the database has the shape of this version."
    yield Measure("database_is_current", words, schema.is_present())


def _measure_disk(_now: datetime) -> Iterator[Measure]:
    yield Measure("disk_free_bytes", "Bytes free where the program keeps its data.", _free())


def _in_bytes(number: float) -> str:
    """A number of bytes in the largest unit: "1.5 GB"."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:  # noqa: PLR2004 - a thousand of one are one of the next
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"
