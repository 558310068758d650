"""Whether there are people who answer a report, and somebody outside to turn to."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from community.condition import Finding, Measure, Part, Weight
from community.conduct.models import Contact
from community.db import db

from .involved_queries import ENOUGH
from .people_queries import number_of_responders

_ABOUT = "Reports"


def lacking() -> list[str]:
    """What is missing for a report to be answered, in sentences; two queries."""
    found, responders = [], number_of_responders()
    if responders == 0:
        found.append("Nobody responds to reports: whoever sends one is answered by nobody.")
    elif responders < ENOUGH:
        found.append("One person alone responds to reports: nobody reads after them or for them.")
    if not db.session.scalar(select(func.count(Contact.id))):
        found.append("No contact is named, so nobody is told where too few can help.")
    return found


def examine(now: datetime) -> Iterator[Finding]:  # noqa: ARG001 - as of now
    """What is missing, or that nothing is."""
    missing = lacking()
    for words in missing:
        advice = "Name a contact, and make two members or more responders at their pages."
        yield Finding(Weight.WORRY, _ABOUT, words, advice)
    if not missing:
        words = "There are people who respond to reports, and a contact outside."
        yield Finding(Weight.WELL, _ABOUT, words)


def measure(now: datetime) -> Iterator[Measure]:  # noqa: ARG001 - as of now
    """How many respond."""
    yield Measure("responders", "People who respond to reports.", number_of_responders())


PART = Part(_ABOUT, examine, measure)
