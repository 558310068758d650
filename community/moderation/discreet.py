"""Discreet letters: with one neutral subject and nothing in them but where to look. What one is
about stands in no row of the outbox.
"""

from datetime import datetime
from secrets import token_hex
from typing import Any

from community.outbox.models import DISCREET
from community.outbox.owing import owe


def nothing() -> str:
    """What a letter is about, so that nothing can be told from it."""
    return token_hex(12)


def owe_discreet(leads: str, *, now: datetime, about: str = "", **given: Any) -> None:
    """Owe a letter that leads somewhere; `facts` and the others in `given` as `owe` has them."""
    facts = {"leads": leads, **given.pop("facts", {})}
    owe(DISCREET, about=about or nothing(), facts=facts, now=now, **given)
