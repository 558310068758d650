"""How series are held, in words: by the rule of now, and by those that are to follow it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select

from community.db import db

from .expansion import last_date
from .rules import Slot as Hour
from .times import Recurrence, Slot
from .wording import describe
from .words import day_words
from .writing import rule_of


def rhythms(slots: Sequence[Slot], today: date) -> list[str]:
    """A sentence for each recurrence that has dates from `today` on, the first to come first:
    "Every Tuesday at 17:00 UTC, …" and "From 9 June 2026: every Wednesday at …".

    `slots` are those of one series by `slots_by_series`. Where all has ended, the last one's.
    """
    groups = [list(group) for _, group in groupby(slots, lambda slot: slot.recurrence_id)]
    ahead = [group for group in groups if not _is_over(group[0].recurrence, today)] or groups[-1:]
    return [_sentence(group, is_later=number > 0) for number, group in enumerate(ahead)]


def slots_by_series(ids: Collection[int]) -> Mapping[int, Sequence[Slot]]:
    """All slots of each series by its id, those of earlier recurrences first."""
    query = (
        select(Slot)
        .join(Slot.recurrence)
        .where(Recurrence.series_id.in_(ids))
        .order_by(Recurrence.starts_on, Slot.position)
    )
    found: dict[int, list[Slot]] = {}
    for slot in db.session.scalars(query).unique():
        found.setdefault(slot.recurrence.series_id, []).append(slot)
    return found


def _is_over(recurrence: Recurrence, today: date) -> bool:
    last = last_date(rule_of(recurrence))
    return last is not None and last < today


def _sentence(slots: Sequence[Slot], *, is_later: bool) -> str:
    recurrence = slots[0].recurrence
    words = describe(
        rule_of(recurrence), [Hour(slot.zone, slot.time, slot.minutes) for slot in slots]
    )
    if not is_later:
        return words
    return f"From {day_words(recurrence.starts_on)}: {words[:1].lower()}{words[1:]}"
