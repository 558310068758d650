"""What the place holds of a person: each feature says it of its own tables, to be taken along or
taken out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Facts = Mapping[str, Any]
Files = Callable[[int], Mapping[str, bytes]]
Warnings = Callable[[int], Sequence[str]]


def no_files(_person_id: int) -> Mapping[str, bytes]:
    """Nothing that is a file of its own."""
    return {}


def nothing_to_say(_person_id: int) -> Sequence[str]:
    """Nothing a person should know before they leave."""
    return ()


@dataclass(frozen=True, slots=True)
class Holding:
    """What one feature holds of people.

    `export` gives a person's own data, under headings in plain words: values, lists and mappings of
    texts, numbers, truths, dates and aware instants; nothing that is others'. `files` gives what is
    a file of its own, by name. `erase` takes the person out of the feature's rows, by a transaction
    of the caller; `before_leaving` are sentences to read first. `tables` are those it speaks for.
    """

    tables: frozenset[str]
    export: Callable[[int], Facts]
    erase: Callable[[int, datetime], None]
    files: Files = field(default=no_files)
    before_leaving: Warnings = field(default=nothing_to_say)


def erase_all(holdings: Sequence[Holding], person_id: int, *, now: datetime) -> None:
    """Take a person out of everything: lower features first, since upper ones hold what they
    refer to. Doing it twice changes nothing.
    """
    for holding in reversed(holdings):
        holding.erase(person_id, now)
