"""Hiding calls that were found before: from now on their new addresses alone lead to them."""

from collections.abc import Sequence

from community.events import announce

from .events import CallsHidden
from .models import Call
from .slugs import secret_slug


def hide(calls: Sequence[Call]) -> None:
    """Give calls addresses that nobody knows yet. Each time again: what was known leads nowhere."""
    for call in calls:
        call.slug = secret_slug()
    announce(CallsHidden(tuple(calls)))
