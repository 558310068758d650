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
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def day_words(day: date) -> str:
    """ "3 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def ordinal(number: int) -> str:
    """ "first" to "twelfth", then "13th"; "last" for −1, "third last" for −3."""
    if number < 0:
        return "last" if number == -1 else f"{ordinal(-number)} last"
    return _ORDINALS[number] if number < len(_ORDINALS) else numeral(number)


def numeral(number: int) -> str:
    """ "1st", "22nd", "13th"."""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number % 100 <= 13 else suffix}"


def length_words(minutes: int) -> str:
    """ "an hour", "2 hours", "30 minutes", "an hour and 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [] if not hours else ["an hour" if hours == 1 else f"{hours} hours"]
    if rest or not hours:
        parts.append("one minute" if rest == 1 else f"{rest} minutes")
    return listed(parts)
