"""What the place holds of a person and of a text: each feature says it of its own tables, to be
taken along, taken out, or found.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
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


class Audience(StrEnum):
    """Who may find a text; what nobody else may read is found by who wrote it."""

    PUBLIC = "public"
    MEMBERS = "members"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A text as it is found: the `number` and the address (`key`) of the thing, its own `title` if
    it has one, the rest of its words as plain text, and when it was written. `call_id` is the call
    it is of; `author_id` the person for whom alone it is, where the audience is `AUTHOR`.
    """

    number: int
    key: str
    title: str
    text: str
    audience: Audience
    language: str
    at: datetime
    call_id: int | None = None
    author_id: int | None = None


Scope = tuple[str, int]
"""What a changed row concerns: the name of a kind of thing, and the number of one."""
Tell = Callable[[Any, Callable[..., bool]], Sequence[Scope]]
"""The scopes that a written row concerns; asked with it, whether some of its columns changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One kind of text that can be found.

    `told` says of each model what a row of it concerns when it is written; `numbers`, which texts
    belong to some scopes; `entries`, what is found of those with some numbers: nothing of what
    nobody may find. The rows of `model` are the texts, told apart by their `id`.
    """

    kind: str
    model: type
    told: Mapping[type, Tell]
    numbers: Callable[[Collection[Scope]], Collection[int]]
    entries: Callable[[Collection[int]], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one feature holds of people, and what of its `texts` can be found.

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
    texts: tuple[Texts, ...] = ()


def erase_all(holdings: Sequence[Holding], person_id: int, *, now: datetime) -> None:
    """Take a person out of everything: lower features first, since upper ones hold what they
    refer to. Doing it twice changes nothing.
    """
    for holding in reversed(holdings):
        holding.erase(person_id, now)
