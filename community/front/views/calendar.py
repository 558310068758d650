"""Weeks and months as values to draw, in the reader's zone; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .lines import Line


@dataclass(frozen=True, slots=True)
class DayCall:
    """A call on a day: its naive local start, words and address."""

    starts_at: datetime
    title: str
    href: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a week or of a month's table."""

    date: date
    is_today: bool
    is_inside: bool
    calls: tuple[DayCall, ...]


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the week `day` is in."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def days_from(day: date) -> list[date]:
    """Seven days, `day` first."""
    return [day + timedelta(days=n) for n in range(7)]


def weeks_of_month(first: date) -> list[list[date]]:
    """The weeks, Monday first, that hold the days of the month beginning on `first`."""
    weeks = [week_of(first)]
    while (weeks[-1][-1] + timedelta(days=1)).month == first.month:
        weeks.append(week_of(weeks[-1][-1] + timedelta(days=1)))
    return weeks


def by_month(lines: Sequence[Line], zone: ZoneInfo) -> list[tuple[date, list[Line]]]:
    """Lines under the month they are held in, in their order, by their start in `zone`."""
    months: dict[date, list[Line]] = {}
    for line in lines:
        first = line.when.starts_at.astimezone(zone).date().replace(day=1)
        months.setdefault(first, []).append(line)
    return list(months.items())


def window(days: Sequence[date], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants, in UTC, at which the first of `days` begins and the last one ends in `zone`."""
    since = datetime.combine(days[0], datetime.min.time(), zone)
    before = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), zone)
    return since.astimezone(UTC), before.astimezone(UTC)


def filled(
    days: Sequence[date],
    lines: Sequence[Line],
    zone: ZoneInfo,
    *,
    today: date,
    month: int | None = None,
) -> list[Day]:
    """Each of `days` with its calls by their start in `zone`."""
    by_day: dict[date, list[DayCall]] = {}
    for line in lines:
        local = line.when.starts_at.astimezone(zone).replace(tzinfo=None)
        call = DayCall(local, line.title, line.href, "cancelled" in line.marks)
        by_day.setdefault(local.date(), []).append(call)
    return [
        Day(day, day == today, month is None or day.month == month, tuple(by_day.get(day, ())))
        for day in days
    ]
