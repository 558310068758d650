"""What is said of patterns with the first link of somebody: it waits until a curator has read it,
or is said without, where it goes along with something else.
"""

from datetime import datetime
from typing import Any

from flask import flash

from community.access import viewer
from community.first_links import addresses_in
from community.patterns.held_models import Held
from community.patterns.holding_back import FIRST_LINK, FirstLink, hold, must_wait
from community.patterns.models import Pattern

WITHOUT_IT = f"{FIRST_LINK} Say it without the link."
_WAITS = (
    "It has a link, as nothing of yours had before: a curator reads it first. Until then it stands"
    " with your suggested edits."
)


def waits_with(pattern: Pattern, *words: str) -> bool:
    """Whether what is said of a pattern has to be read first. Of a draft nobody says anything but
    those who were invited to it.
    """
    return pattern.is_listed and must_wait(viewer(), lambda: addresses_in(*words))


def let_wait(about: Held, row: Any, now: datetime) -> None:
    """Let it wait, and say so. Raises `community.errors.TooMany`."""
    hold(about, row, by=viewer().member.person, now=now)
    flash(_WAITS)


def refuse_link(pattern: Pattern, *words: str) -> None:
    """Raise `FirstLink` where words that go along with something else have one."""
    if waits_with(pattern, *words):
        raise FirstLink(WITHOUT_IT)
