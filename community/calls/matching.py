"""Which dates and hours survive a change of rule, so that a call keeps its row and its answers."""

from collections.abc import Hashable, Sequence
from datetime import date
from itertools import groupby, pairwise

from .rules import Rule
from .rules import Slot as Hour


def match_dates(old: Sequence[date], new: Sequence[date], rule_new: Rule) -> dict[date, date]:
    """Old dates to the new ones they become: one to one, and never crossing in time.

    A date that is in both stays. Of the rest, those of the same ISO week belong together (of the
    same month for a monthly rule, of the same year for a yearly one): as many as can be paired,
    and of the ways to do that the one that moves them least. Old dates without a pair are to be
    cancelled, new ones are new.
    """
    old, new = sorted(set(old)), sorted(set(new))
    staying = sorted(set(old) & set(new))
    matched = {day: day for day in staying}
    for after, before in pairwise([date.min, *staying, date.max]):
        leaving = _by_span([day for day in old if after < day < before], rule_new)
        coming = _by_span([day for day in new if after < day < before], rule_new)
        for span in leaving.keys() & coming.keys():
            matched |= _nearest_pairs(leaving[span], coming[span])
    return dict(sorted(matched.items()))


def in_old_order(old: Sequence[Hour], new: Sequence[Hour]) -> list[int]:
    """The order in which to take the `new` hours, as their numbers: those that were held before
    stay at their place among the times of day, so that answers stay with their hour; the others
    fill what is left.
    """
    coming = list(range(len(new)))
    places: list[int | None] = [None] * len(new)
    for place, hour in enumerate(old[: len(new)]):
        same = next(
            (n for n in coming if (new[n].zone, new[n].time) == (hour.zone, hour.time)), None
        )
        if same is not None:
            places[place] = same
            coming.remove(same)
    return [coming.pop(0) if place is None else place for place in places]


def _by_span(days: list[date], rule: Rule) -> dict[Hashable, list[date]]:
    def span(day: date) -> Hashable:
        if rule.frequency == "YEARLY":
            return day.year
        if rule.frequency == "MONTHLY":
            return day.year, day.month
        return day.isocalendar()[:2]

    return {key: list(group) for key, group in groupby(days, span)}


def _nearest_pairs(old: list[date], new: list[date]) -> dict[date, date]:
    """As many pairs in order as there can be, with the fewest days moved; earlier ones on a tie."""
    if len(old) > len(new):
        return {ours: theirs for theirs, ours in _nearest_pairs(new, old).items()}
    # best[i]: how the first i of the fewer days are paired among the days seen so far.
    best: list[tuple[int, list[date]] | None] = [(0, [])] + [None] * len(old)
    for day in new:
        for i in range(len(old), 0, -1):
            shorter, so_far = best[i - 1], best[i]
            if shorter is None:
                continue
            moved = shorter[0] + abs((day - old[i - 1]).days)
            if so_far is None or moved < so_far[0]:
                best[i] = (moved, [*shorter[1], day])
    whole = best[-1]
    return dict(zip(old, whole[1], strict=True)) if whole else {}
