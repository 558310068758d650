"""The ladder in words: how long, decided by whom, what is closed meanwhile."""

from .content import Effect, Quorum, RungText

DECIDED_BY = {
    Quorum.ONE: "One responder",
    Quorum.TWO: "Two responders together",
    Quorum.THREE: "Three responders together",
    Quorum.TWO_THIRDS: "Two thirds of the responders without a conflict of interest",
}
CLOSED = {
    Effect.NO_NOTES: "notes, words on a call that is over and corrections of records",
    Effect.NO_PROPOSALS: "proposals",
    Effect.NO_PATTERNS: "patterns, but for taking back what one said of them",
    Effect.NOT_IN_SERIES: "a series",
    Effect.NO_CONTACT: "contact with a person",
    Effect.READING_ONLY: "everything but reading",
    Effect.NO_ACCOUNT: "the account",
}
_MONTH, _YEAR = 30, 365


def lasts(days: int | None) -> str:
    """How long a measure lasts at most, for a number of days as the ladder holds it."""
    if days is None:
        return "No end is set"
    if days == 0:
        return "Nothing lasts"
    if days % _YEAR == 0:
        return _counted(days // _YEAR, "year")
    if days % _MONTH == 0:
        return _counted(days // _MONTH, "month")
    return _counted(days, "day")


def closed(rung: RungText) -> str:
    """What may be closed to somebody meanwhile, in a line."""
    return ", ".join(CLOSED[effect] for effect in rung.effects) or "nothing"


def _counted(n: int, unit: str) -> str:
    return f"At most {n} {unit}{'' if n == 1 else 's'}"
