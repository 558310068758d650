"""Whether dates are written far enough ahead, series by series."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from community.condition import Finding, Measure, Part, Weight, pieces
from community.db import db

from .models import Removal, Series
from .times import Recurrence, Sitting
from .words import day_words
from .writing import HORIZON

_ABOUT = "Dates ahead"
_BEHIND = timedelta(days=30)  # what the worker may be behind before somebody is told


def _reach() -> list[tuple[str, date | None]]:
    """The title of each series that is there, and the day up to which its dates are written."""
    newest = (
        select(func.max(Recurrence.starts_on))
        .where(Recurrence.series_id == Series.id)
        .correlate(Series)
        .scalar_subquery()
    )
    is_removed = (
        select(Removal.id)
        .where(Removal.series_id == Series.id, Removal.withdrawn_at.is_(None))
        .correlate(Series)
        .exists()
    )
    query = (
        select(Series.title, Recurrence.written_until)
        .join(Recurrence, Recurrence.series_id == Series.id)
        .where(Recurrence.starts_on == newest, ~is_removed)
        .order_by(Recurrence.written_until, Series.id)
    )
    return [(title, until) for title, until in db.session.execute(query)]


def examine(now: datetime) -> Iterator[Finding]:
    """How far ahead dates are written at `now`."""
    reach = _reach()
    behind = [title for title, until in reach if _is_behind(until, now)]
    if behind:
        named = ", ".join(f"“{title}”" for title in behind[:3])
        more = f" and {len(behind) - 3} more" if len(behind) > 3 else ""  # noqa: PLR2004 - as above
        yield Finding(
            Weight.BAD,
            _ABOUT,
            f"{pieces(len(behind), 'series is', 'series are')} not written far enough ahead: "
            f"{named}{more}.",
            "See that a worker runs; its log says why where it does.",
        )
    elif reach:
        first = min(until for _, until in reach if until)  # none is behind: each has one
        words = f"Every series is written until {day_words(first)} at least."
        yield Finding(Weight.WELL, _ABOUT, words)
    else:
        yield Finding(Weight.WELL, _ABOUT, "There is no series whose dates are to be written.")


def measure(now: datetime) -> Iterator[Measure]:
    """Series that are behind, days written ahead, and sittings to come."""
    reach = [until for _, until in _reach()]
    behind = sum(_is_behind(until, now) for until in reach)
    written = [until for until in reach if until is not None]
    yield Measure("series", "Series with a rule.", len(reach))
    yield Measure("series_behind", "Series not written far enough ahead.", behind)
    if written:
        days = (min(written) - now.date()).days
        yield Measure("horizon_days", "Days ahead that every series is written.", days)
    to_come = db.session.scalar(select(func.count(Sitting.id)).where(Sitting.starts_at > now))
    yield Measure("sittings_to_come", "Sittings that have not begun.", to_come or 0)


def _is_behind(until: date | None, now: datetime) -> bool:
    return until is None or until < (now + HORIZON - _BEHIND).date()


PART = Part(_ABOUT, examine, measure)
