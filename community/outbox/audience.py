"""How many people a change would be told to: asked by pages before it is made.

Counted by the feature that writes the letters, which stands below those whose pages ask.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from flask import Flask, current_app

Count = Callable[[Collection[int], datetime], int]


def count_with(app: Flask, count: Count) -> None:
    """Make `count` what says how many people a change of sittings, by their ids, is told to."""
    app.extensions["audience"] = count


def number_told(sitting_ids: Collection[int], now: datetime) -> int:
    """How many people would get a letter if these sittings were changed at `now`."""
    count: Count = current_app.extensions["audience"]
    return count(sitting_ids, now)
