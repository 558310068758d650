"""Words as they are looked up: folded, so that case and accents make no difference; and what
somebody typed, as words to look for. Pure.
"""

import re
import unicodedata
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from community.folding import folded

from .compounds import HYPHENS, Phrase, groups, written_with_hyphen

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12  # of a query
_LONGEST_WORD = 60  # characters that tell one word from another
_SHORTEST_BEGINNING = 2  # letters by which what begins with them is found
_SHORTEST_STEM = 4
_FORMS = (5, 6, 8)  # letters from which on one, two, three may be those of a form
_UNSPACED = (  # scripts that put no spaces between words: each character is looked up
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF)),
    *((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: each word, one of an unspaced script as its characters in a row. Of the
    last one the beginning is enough, where it is long enough to mean something; of `all_open` ones
    that of each.
    """

    words: tuple[tuple[str, ...], ...]
    is_open: bool
    all_open: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)


class _Folding(dict[int, str]):
    """Each character as it is looked up; found out once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character)[0] not in "LNM":
            found = " "
        elif any(first <= code <= last for first, last in _UNSPACED):
            found = f" {character} "
        else:
            found = character
        self[code] = found
        return found


_folding = _Folding()


def words_of(text: str) -> str:
    """The words of a text as they are kept, with a space between them."""
    found = folded(text).translate(_folding).split()
    return " ".join(word[:_LONGEST_WORD] for word in found)


def kept_words(text: str) -> str:
    """The words of a text as the index keeps them: behind them those with a hyphen as one, each
    once. No phrase goes from the text into these.
    """
    found = words_of(text)
    ones = dict.fromkeys(_with_hyphen(text)) if any(sign in text for sign in HYPHENS) else {}
    return " ".join((found, *ones)) if ones else found


def _with_hyphen(text: str) -> Iterator[str]:
    """Words of scripts with spaces that are written with a hyphen, as one."""
    for found in _HYPHENED.finditer(text):
        parts = [words_of(part) for part in _AT_HYPHENS.split(found[0])]
        one = written_with_hyphen(parts) if not any(" " in part for part in parts) else None
        if one and not any(_is_unspaced(part) for part in parts):
            yield one[:_LONGEST_WORD]


def asked_for(query: str) -> Asked:
    """What somebody looks for who has typed `query`. Nothing that they type is a command."""
    whole = [words_of(part).split() for part in query[:LONGEST_QUERY].split()]
    words = tuple(tuple(part) for part in whole if part)[:MOST_WORDS]
    last = words[-1][-1] if words else ""
    return Asked(words, len(last) >= _SHORTEST_BEGINNING or _is_unspaced(last))


def beginning(word: str) -> str:
    """What a word and its other forms begin with, by its length alone: of *thanked* and *thanking*
    that is *thank*.
    """
    size = len(word)
    return word[: max(_SHORTEST_STEM, size - bisect(_FORMS, size))]


def spans(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    """Where in `text` the words that are asked for stand, first to last, none over another; no more
    of it is read than is asked for.
    """
    row: deque[tuple[str, int, int]] = deque()
    tokens, sought = _tokens(text), _phrases(asked)
    longest = max(2, *(len(phrase) for phrase, _ in sought)) if sought else 1
    whole = {phrase[0] for phrase, _ in sought}
    begun = tuple(phrase[0] for phrase, is_open in sought if is_open and len(phrase) == 1)
    while True:
        row.extend(islice(tokens, longest - len(row)))
        if not row:
            return
        first = row[0][0]
        may_be = first in whole or first.startswith(begun)
        size = _length([token[0] for token in row], sought) if may_be else 0
        if not size and len(row) > 1 and text[row[0][2] : row[1][1]] in HYPHENS:
            size = 2 * _length([first + row[1][0]], sought)
        if size:
            yield row[0][1], row[size - 1][2]
        for _ in range(size or 1):
            row.popleft()


def says_all(text: str, asked: Asked) -> bool:
    """Whether a text says every word that is asked for, in one of the ways it is written."""
    every = groups(asked.words)

    def says(phrase: Phrase, *, is_open: bool) -> bool:
        return next(spans(text, Asked((phrase,), is_open)), None) is not None

    return all(
        any(
            all(says(p, is_open=asked.is_open and group is every[-1] and p is way[-1]) for p in way)
            for way in group
        )
        for group in every
    )


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as they are kept, and where each stands."""
    for found in _TOKEN.finditer(text.translate(_shapes)):
        begin, end = found.span()
        word = _word(text[begin:end])
        if word:
            yield word, begin, end


@lru_cache(maxsize=4096)
def _word(written: str) -> str:
    """One word as it is kept."""
    return words_of(written).partition(" ")[0]


def _phrases(asked: Asked) -> list[tuple[Phrase, bool]]:
    """What is asked for in all the ways it is written, and of which the beginning is enough."""
    every = groups(asked.words)
    return [
        (phrase, asked.all_open or (asked.is_open and group is every[-1] and phrase is way[-1]))
        for group in every
        for way in group
        for phrase in way
    ]


def _length(row: Sequence[str], sought: Sequence[tuple[Phrase, bool]]) -> int:
    """How many words at the beginning of `row` are what is asked for; 0: none."""
    for word, is_open in sought:
        *ahead, last = word
        if len(word) > len(row) or list(row[: len(ahead)]) != ahead:
            continue
        there = row[len(ahead)]
        if there == last or (is_open and there.startswith(last)):
            return len(word)
    return 0


def _is_unspaced(word: str) -> bool:
    return len(word) == 1 and len(_folding[ord(word)]) > 1


class _Shapes(dict[int, str]):
    """Of each character what it is to a word: a part of it, a whole one, or nothing."""

    def __missing__(self, code: int) -> str:
        folded_to = _folding[code]
        self[code] = {1: "w", 3: "u"}[len(folded_to)] if folded_to != " " else " "
        return self[code]


_shapes = _Shapes()
_TOKEN = re.compile("w+|u")
_SIGNS = re.escape("".join(sorted(HYPHENS)))
_PART = rf"[^\s{_SIGNS}/|,.;:!?()\[\]{{}}<>\"“”„«»…]+"
_AT_HYPHENS = re.compile(f"[{_SIGNS}]")
_HYPHENED = re.compile(rf"{_PART}(?:[{_SIGNS}]{_PART})+")
