"""Whose names are taken off the things that notes are about: no page of these names them."""

from collections.abc import Callable, Collection
from dataclasses import replace

from .line_queries import NoteLine
from .models import Thread

Unnamed = Callable[[Collection[int]], Collection[tuple[int, int]]]

_ties: dict[str, Unnamed] = {}


def tie_names(about: str, unnamed: Unnamed) -> None:
    """Make `unnamed` what gives (thread, member) for each name that is off, of some threads about
    such things, by their numbers; in one query.
    """
    _ties[about] = unnamed


def unnamed_in(thread_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """(thread, member) for each name that is off in some threads: one query for each sort of things
    that names are taken off.
    """
    found: set[tuple[int, int]] = set()
    for unnamed in _ties.values() if thread_ids else ():
        found.update(unnamed(thread_ids))
    return frozenset(found)


def unnamed_on(thread: Thread) -> frozenset[int]:
    """The members whose names are off in a thread. Of a call nothing is asked."""
    unnamed = _ties.get(thread.about)
    return frozenset(member for _, member in unnamed([thread.id])) if unnamed else frozenset()


def without_names(lines: tuple[NoteLine, ...], thread: Thread) -> tuple[NoteLine, ...]:
    """The lines of a thread, without the names that are off there."""
    off = unnamed_on(thread) if lines else frozenset()
    return tuple(replace(line, by=None) if line.by_id in off else line for line in lines)
