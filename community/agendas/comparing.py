"""What differs between two agendas, item by item and word by word. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.differences import Stretch, words

from .content import KIND_WORDS, ItemText

Look = Callable[[str, str], tuple[Stretch, ...]]


class Change(StrEnum):
    """What became of an item."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """One item that differs; `was` and `now` are its places, from 1; without `was`
    it is new, or has not moved.
    """

    change: Change
    title: str
    was: int | None
    now: int | None
    stretches: tuple[Stretch, ...]


def compare(
    before: Sequence[ItemText], after: Sequence[ItemText], *, in_words: bool = True
) -> tuple[ItemDifference, ...]:
    """Every item that differs, in the order of the later agenda; what is gone stands at the end.
    Without `in_words` it is not looked for which words differ, which takes long.

    Of those that changed places only as many count as moved as it takes to explain the new order.
    """
    old = {item.number: (place, item) for place, item in enumerate(before, start=1)}
    new = {item.number: (place, item) for place, item in enumerate(after, start=1)}
    stayed = _in_order([old[number][0] for number in new if number in old])
    look = words if in_words else _no_words
    return (*_found(old, new, stayed, look), *_gone(old, new, look))


def read_out(item: ItemText) -> str:
    """An item as one text, so that it can be compared word by word."""
    if item.is_masked:
        return f"{item.title}\n{item.minutes} minutes"
    facts = [KIND_WORDS[item.kind], f"{item.minutes} minutes"]
    facts += [f"led by {', '.join(item.leaders)}"] if item.leaders else []
    facts += ["off the record"] if item.is_off_record else []
    sides = (
        ("For people:", item.people if item.decides else ""),
        ("For the business:", item.business if item.decides else ""),
    )
    parts = [item.title, " · ".join(facts), item.body]
    parts += [f"{side} {text}" for side, text in sides if text]
    return "\n".join(part for part in parts if part)


def _no_words(_before: str, _after: str) -> tuple[Stretch, ...]:
    return ()


def _found(
    old: dict[int, tuple[int, ItemText]],
    new: dict[int, tuple[int, ItemText]],
    stayed: set[int],
    look: Look,
) -> Iterator[ItemDifference]:
    for number, (now, item) in new.items():
        if number not in old:
            yield ItemDifference(Change.NEW, item.title, None, now, look("", read_out(item)))
            continue
        was, earlier = old[number]
        texts = read_out(earlier), read_out(item)
        has_moved = was not in stayed
        if texts[0] != texts[1]:
            before = was if has_moved else None
            yield ItemDifference(Change.CHANGED, item.title, before, now, look(*texts))
        elif has_moved:
            yield ItemDifference(Change.MOVED, item.title, was, now, ())


def _gone(
    old: dict[int, tuple[int, ItemText]], new: dict[int, tuple[int, ItemText]], look: Look
) -> Iterator[ItemDifference]:
    for number, (was, item) in old.items():
        if number not in new:
            yield ItemDifference(Change.GONE, item.title, was, None, look(read_out(item), ""))


def _in_order(places: Sequence[int]) -> set[int]:
    """The longest run of places that still follow one another."""
    best: list[list[int]] = []
    for place in places:
        before = _longest([run for run in best if run[-1] < place])
        best.append([*before, place])
    return set(_longest(best))


def _longest(runs: Sequence[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
