"""The two sides of a decision, people and business: whether both get a like say. Pure."""

from enum import StrEnum


class Side(StrEnum):
    """Whom something is done for."""

    PEOPLE = "people"
    BUSINESS = "business"


def side_to_hear(for_people: str, for_business: str) -> Side | None:
    """The side that is empty, or says less than half of what the other says; None where both say
    about as much, or nothing.
    """
    said = {Side.PEOPLE: len(for_people.split()), Side.BUSINESS: len(for_business.split())}
    less, more = sorted(Side, key=lambda side: said[side])
    return less if 2 * said[less] < said[more] else None
