"""A text in short, around the words that were asked for. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .words import Asked, spans

LENGTH = 180  # characters, about
_AHEAD = 60
_LOOKED_THROUGH = 60_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, and whether they were asked for."""

    words: str
    is_marked: bool


def marked(text: str, asked: Asked) -> tuple[Part, ...]:
    """All of a text, with the words that were asked for marked."""
    return tuple(_parts(text, spans(text, asked)))


def snippet(text: str, asked: Asked, length: int = LENGTH) -> tuple[Part, ...]:
    """A text in short: from a little ahead of the first word that was asked for."""
    flat = " ".join(text[:_LOOKED_THROUGH].split())
    head = next(spans(flat, asked), None)
    begin = _word_before(flat, head[0] - _AHEAD) if head and head[1] > length else 0
    end = len(flat) if begin + length >= len(flat) else _word_before(flat, begin + length)
    piece = flat[begin:end].rstrip()
    parts = list(_parts(piece, spans(piece, asked)))
    if begin:
        parts.insert(0, Part("… ", is_marked=False))
    if end < len(flat):
        parts.append(Part(" …", is_marked=False))
    return tuple(parts)


def words_in(parts: Sequence[Part]) -> str:
    """The same as plain text."""
    return "".join(part.words for part in parts)


def _parts(text: str, there: Iterable[tuple[int, int]]) -> Iterator[Part]:
    last = 0
    for begin, end in there:
        if begin > last:
            yield Part(text[last:begin], is_marked=False)
        yield Part(text[begin:end], is_marked=True)
        last = end
    if last < len(text):
        yield Part(text[last:], is_marked=False)


def _word_before(text: str, place: int) -> int:
    """Where a word begins, at a place or a little ahead of it."""
    space = text.rfind(" ", max(0, place - 30), max(0, place) + 1)
    return space + 1 if space >= 0 else max(0, place)
