"""How long a place is kept for the person it is offered to: the pure rule."""

from datetime import timedelta

LAST_HOURS = timedelta(hours=2)  # before the start: who takes a place first has it
_LONGEST = timedelta(hours=24)


def time_to_accept(left: timedelta, hours: int | None = None) -> timedelta | None:
    """How long an offer made `left` before the start stands; None: no more offers are made.

    A quarter of the time left, between 2 and 24 hours, or `hours` where the facilitators say so;
    the last two hours are left to whoever comes, unless that gave less than two hours to accept.
    """
    if left < LAST_HOURS:
        return None
    wished = min(max(left / 4, LAST_HOURS), _LONGEST) if hours is None else timedelta(hours=hours)
    return min(wished, max(left - LAST_HOURS, LAST_HOURS))
