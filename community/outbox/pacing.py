"""How soon a letter that somebody was named comes: soon, then later, then with the daily ones."""

from datetime import UTC, datetime, time, timedelta

from community.clock import zone

SOON = timedelta(minutes=5)
LATER = timedelta(hours=1)  # once somebody had several such letters within a day
MANY, MOST = 3, 6  # such letters within a day: then they come later, then with the daily one
HOUR = time(7)  # at which the daily letter comes, where its reader is


def pause(lately: int) -> timedelta | None:
    """How long the next one waits, after `lately` of them within a day; None: until morning."""
    if lately >= MOST:
        return None
    return SOON if lately < MANY else LATER


def next_morning(zone_name: str, now: datetime) -> datetime:
    """The next time it is seven in this zone, in UTC."""
    local = now.astimezone(zone(zone_name))
    day = local.date() if local.time() < HOUR else local.date() + timedelta(days=1)
    return datetime.combine(day, HOUR, zone(zone_name)).astimezone(UTC)
