"""Two texts word by word, and three of them merged: pure, for whatever is written and changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel, LCSseq

_WORDS = re.compile(r"\S+\s*|\s+")  # a word with the blanks after it
_MOST = 8_000  # pieces that are compared: words, else lines; beyond, a text is one piece


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words: `op` is `same`, `added` or `removed`."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people wrote something else in the same place."""

    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the changes of both. Where they clash it has mine, and the clash is listed."""

    text: str
    clashes: tuple[Clash, ...]


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """The words of both texts: what stayed, what went and what came, in reading order."""
    old, new = _pieces(before, after)
    stretches: list[Stretch] = []
    i = k = 0
    for at, there, size in [*_worth_showing(old, new), (len(old), len(new), 0)]:
        for op, part in (("removed", old[i:at]), ("added", new[k:there])):
            if part:
                stretches.append(Stretch(op, "".join(part)))
        i, k = at + size, there + size
        if size:
            stretches.append(Stretch("same", "".join(old[at:i])))
    return tuple(stretches)


def share_changed(before: str, after: str) -> float:
    """Which part of the words of the later text is new or gone, from 0 to 1."""
    old, new = before.split(), after.split()
    if not old and not new:
        return 0.0
    return 1 - LCSseq.similarity(old, new) / max(len(old), len(new))


def merge(before: str, theirs: str, mine: str) -> Merged:
    """What both made of `before`, word by word. Changes that touch each other clash, unless they
    are the same.
    """
    if theirs in (mine, before):
        return Merged(mine, ())
    if mine == before:
        return Merged(theirs, ())
    old, other, own = _pieces(before, theirs, mine)
    out: list[str] = []
    clashes: list[Clash] = []
    for old_part, other_part, own_part in _regions(old, other, own):
        was, one, two = "".join(old_part), "".join(other_part), "".join(own_part)
        if one not in (was, two) and two != was:
            clashes.append(Clash(was, one, two))
        out.append(one if two == was else two)
    return Merged("".join(out), tuple(clashes))


Region = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _regions(old: Sequence[str], other: Sequence[str], own: Sequence[str]) -> Iterator[Region]:
    """The three texts cut where all of them agree: stretches that are the same, and the rest."""
    with_other = _partners(old, other)
    with_own = _partners(old, own)
    i = j = k = 0
    for at in [*(n for n in range(len(old)) if n in with_other and n in with_own), len(old)]:
        ends = (len(other), len(own)) if at == len(old) else (with_other[at], with_own[at])
        if (at, *ends) != (i, j, k):
            yield old[i:at], other[j : ends[0]], own[k : ends[1]]
        i, j, k = at, *ends
        if at < len(old):
            yield old[at : at + 1], other[j : j + 1], own[k : k + 1]
            i, j, k = at + 1, j + 1, k + 1


Block = tuple[int, int, int]  # where it begins in the older text and in the newer, and its size


def _worth_showing(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The words that stayed, but for those between two much longer changes: there a single word
    that both happen to have would only be in the way of reading.
    """
    blocks = [*_blocks(old, new), (len(old), len(new), 0)]
    olds, news = _letters(old), _letters(new)
    i = k = 0
    for (at, there, size), (next_at, next_there, _) in pairwise(blocks):
        end, there_end = at + size, there + size
        earlier = max(olds[at] - olds[i], news[there] - news[k])
        later = max(olds[next_at] - olds[end], news[next_there] - news[there_end])
        if 2 * (olds[end] - olds[at]) > min(earlier, later):
            yield at, there, size
            i, k = end, there_end


def _partners(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For each word of the older text that stayed, where it is in the newer one."""
    return {at + n: there + n for at, there, size in _blocks(old, new) for n in range(size)}


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What both say in the same order, as much as there is; quick, whatever they say."""
    found = Indel.opcodes(old, new).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in found if block.size]


def _letters(pieces: Sequence[str]) -> Sequence[int]:
    """How many letters stand before each of them, and in all."""
    return [0, *accumulate(map(len, pieces))]


def _pieces(*texts: str) -> list[list[str]]:
    for cut in (_WORDS.findall, _lines):
        pieces = [cut(text) for text in texts]
        if max(map(len, pieces)) <= _MOST:
            return pieces
    return [[text] if text else [] for text in texts]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
