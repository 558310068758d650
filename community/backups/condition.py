"""Whether backups are well: how old the last whole one is, and whether one has failed since."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from community.condition import Finding, Measure, Part, Weight, in_words
from community.db import db

from .models import Backup, Reason

_ABOUT = "Backups"
_COMMAND = "flask --app app backup FILE"
_OLD, _FAR_TOO_OLD = timedelta(days=2), timedelta(days=8)


def _last(*, is_whole: bool) -> Backup | None:
    """Of those that were asked for: copies from before an upgrade lie beside what they copy."""
    of_kind = Backup.fault.is_(None) if is_whole else Backup.fault.is_not(None)
    query = select(Backup).where(of_kind, Backup.reason == Reason.ASKED)
    return db.session.scalar(query.order_by(Backup.at.desc(), Backup.id.desc()).limit(1))


def examine(now: datetime) -> Iterator[Finding]:
    """How backups stand at `now`."""
    whole, failed = _last(is_whole=True), _last(is_whole=False)
    if failed is not None and (whole is None or whole.at < failed.at):
        words = f"The backup of {failed.at:%-d %B %Y at %H:%M} UTC failed ({failed.fault})."
        yield Finding(Weight.BAD, _ABOUT, words, "Try again, and read what it says:", _COMMAND)
    if whole is None:
        words = "There is no backup: what people entrusted to you is in one place alone."
        yield Finding(Weight.BAD, _ABOUT, words, "Make one now, and then one each day:", _COMMAND)
        return
    age = now - whole.at
    words = f"The last backup, “{whole.name}”, is {in_words(age)} old and was read back whole."
    if age <= _OLD:
        yield Finding(Weight.WELL, _ABOUT, words)
    else:
        weight = Weight.BAD if age > _FAR_TOO_OLD else Weight.WORRY
        yield Finding(weight, _ABOUT, words, "Make one each day:", _COMMAND)


def measure(now: datetime) -> Iterator[Measure]:
    """The age and size of the last whole backup."""
    whole = _last(is_whole=True)
    if whole is not None:
        words = "Seconds since the last backup that was read back whole."
        yield Measure("backup_age_seconds", words, (now - whole.at).total_seconds())
        yield Measure("backup_bytes", "Bytes of the last whole backup.", whole.size or 0)


PART = Part(_ABOUT, examine, measure)
