"""Finished answers by what was asked for, and when one of them still holds."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from .numbers import Beside

Headers = Sequence[tuple[str, str]]
# Of a whole answer; "nothing has changed" goes without them (RFC 9110 §15.4.5).
_OF_THE_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "etag"}
_OVERHEAD = 2000  # bytes that keeping anything at all takes, about


@dataclass(slots=True)
class Note:
    """What is said of an answer while it is made; without `until` it is not kept."""

    since: datetime
    numbers: dict[str, int]
    until: datetime | None = None
    tags: tuple[str, ...] = ()  # under which the same bytes go, where there are several
    is_page: bool = True
    is_whole: bool = True  # else that nothing has changed is all that is kept of it
    is_apart: bool = False  # kept where it puts nothing else out
    beside: Beside | None = None  # of what one member's alone is made, too


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out; without `body` only "nothing has changed" is known of it.

    It holds while the revisions have these `numbers`, from `since` until `until`. The first of
    `tags` is that of the body. What is read `beside` is among the numbers. `asked` are the other
    headers of the request it depends on.
    """

    tags: tuple[str, ...]
    headers: Headers
    body: bytes | None
    numbers: Mapping[str, int]
    since: datetime
    until: datetime
    is_page: bool
    beside: Beside | None = None
    asked: tuple[tuple[str, str | None], ...] = ()
    unchanged: Headers = field(init=False)

    def __post_init__(self) -> None:
        left = [(name, value) for name, value in self.headers if name.lower() not in _OF_THE_BODY]
        object.__setattr__(self, "unchanged", left)

    @property
    def size(self) -> int:
        """Bytes it takes up, about."""
        return len(self.body or b"") + _OVERHEAD

    def fits(self, environ: Mapping[str, Any], now: datetime) -> bool:
        """Whether it may be what a request gets, if the revisions are still the same."""
        if not self.since <= now < self.until or (self.is_page and "HTTP_COOKIE" in environ):
            return False
        return all(environ.get(name) == value for name, value in self.asked)


class Store:
    """Answers by key, the latest used, `room` bytes in all. Safe to share between threads."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._answers: OrderedDict[object, Answer] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def get(self, key: object) -> Answer | None:
        """The answer kept for `key`."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: object, answer: Answer) -> None:
        """Keep `answer` in place of the one before; those not asked for the longest go."""
        if answer.size > self._room // 4:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self._room:
                self._drop(next(iter(self._answers)))

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._answers)

    def _drop(self, key: object) -> None:
        gone = self._answers.pop(key, None)
        self.size -= gone.size if gone is not None else 0
