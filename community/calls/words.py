"""Plain English for days, months, numbers and lists, in the sentences about repeating calls."""

from collections.abc import Sequence
from datetime import date

from .rules import Weekday

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = {
    Weekday.MO: "Monday",
    Weekday.TU: "Tuesday",
    Weekday.WE: "Wednesday",
    Weekday.TH: "Thursday",
    Weekday.FR: "Friday",
    Weekday.SA: "Saturday",
    Weekday.SU: "Sunday",
}
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
)  # fmt: skip


def listed(words: Sequence[str], last: str = "and", most: int = 40) -> str:
    """Words in a row: "a", "a and b", "a, b and c"; past `most` of them, "a, b and 7 more"."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    *before, final = words or [""]
    return f"{', '.join(before)} {last} {final}" if before else final


def day_words(day: date) -> str:
    """A date in full: "3 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def ordinal(number: int) -> str:
    """A place in a row: "first" to "twelfth", then "13th"; "last" for −1, "third last" for −3."""
    if number < 0:
        return "last" if number == -1 else f"{ordinal(-number)} last"
    return _ORDINALS[number] if number < len(_ORDINALS) else numeral(number)


def numeral(number: int) -> str:
    """A number as a place: "1st", "22nd", "13th"."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def length_words(minutes: int) -> str:
    """A length of time: "an hour", "2 hours", "30 minutes", "an hour and 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [] if not hours else ["an hour" if hours == 1 else f"{hours} hours"]
    if rest or not hours:
        parts.append("one minute" if rest == 1 else f"{rest} minutes")
    return listed(parts)
