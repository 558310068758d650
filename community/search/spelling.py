"""Words that are near to another, by letters left out, put in, swapped or mistaken. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

SHORTEST, LONGEST = 4, 30  # letters of a word that can be misspelt
_TWO_FROM = 8  # letters from which on two may be wrong
_FURTHER = 12  # letters a word may go on after a beginning that is near
MOST = 3  # words that are as near as any other


@dataclass(frozen=True, slots=True)
class Parts:
    """Where to look for what is near: at a mistake in one part the others are as they are there.
    `swapped` are the words with two letters next to each other changed about.
    """

    beginning: str
    end: str
    swapped: tuple[str, ...]
    shortest: int
    longest: int


def can_be_misspelt(word: str) -> bool:
    """Whether a word is long enough to be told from others, and of letters alone."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def mistakes(word: str) -> int:
    """How many letters of it may be wrong."""
    return 2 if len(word) >= _TWO_FROM else 1


def parts(word: str, *, is_open: bool) -> Parts:
    """Where words that are near to `word` are; of an open one the beginning may be."""
    part = len(word) // (mistakes(word) + 1)
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return Parts(
        beginning=word[:part],
        end=word[-part:] if mistakes(word) > 1 else word[part:],
        swapped=tuple(sorted(set(swaps) - {word})),
        shortest=len(word) - mistakes(word),
        longest=len(word) + (_FURTHER if is_open else mistakes(word)),
    )


def nearest(word: str, known: Iterable[str], *, is_open: bool) -> list[str]:
    """Of the words that are known, at most three that are nearest: whole ones first, then those
    that begin in a way that is near, where `word` may go on.
    """
    most = mistakes(word)
    found = []
    for other in set(known) - {word}:
        whole, beginning = distances(word, other, most)
        if whole <= most:
            found.append((0, whole, other[0] != word[0], abs(len(other) - len(word)), other))
        elif is_open and beginning <= most and other[0] == word[0]:
            found.append((1, beginning, False, len(other), other))
    return [one[-1] for one in sorted(found)[:MOST]]


def distances(word: str, other: str, most: int) -> tuple[int, int]:
    """How many mistakes make `other` of `word`: all of it, and some beginning of it. No more than
    `most` are told apart from each other.
    """
    other = other[: len(word) + most + 1]
    ahead: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, start=1):
        ahead, last, row = row, ahead, [at]
        for to, its in enumerate(other, start=1):
            step = min(ahead[to - 1] + (letter != its), ahead[to] + 1, row[-1] + 1)
            is_swapped = at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == its
            row.append(min(step, last[to - 2] + 1) if is_swapped else step)
        if min(row) > most:
            return most + 1, most + 1
    return row[-1], min(row)


def words_in(texts: Iterable[str]) -> Collection[str]:
    """The words of texts, as those are kept, that a misspelt one may have been meant for."""
    return {word for text in texts for word in set(text.split()) if can_be_misspelt(word)}
