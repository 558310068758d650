"""Two texts word by word, and three of them merged: pure, for whatever is written and changed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*|\s+")  # a word with the blanks after it
_MOST_WORDS = 3_000  # in a text that is compared word by word; longer ones line by line
_MOST_LINES = 3_000  # in one that is compared line by line; beyond, it is one piece


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
    for op, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            stretches.append(Stretch("same", "".join(old[i:j])))
            continue
        if j > i:
            stretches.append(Stretch("removed", "".join(old[i:j])))
        if m > k:
            stretches.append(Stretch("added", "".join(new[k:m])))
    return tuple(stretches)


def share_changed(before: str, after: str) -> float:
    """Which part of the words of the later text is new or gone, from 0 to 1."""
    old, new = before.split(), after.split()
    if not old and not new:
        return 0.0
    if max(len(old), len(new)) > _MOST_WORDS:  # whatever their order
        return 1 - (Counter(old) & Counter(new)).total() / max(len(old), len(new))
    same = sum(block.size for block in SequenceMatcher(None, old, new).get_matching_blocks())
    return 1 - same / max(len(old), len(new))


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


def _partners(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For each word of the older text that stayed, where it is in the newer one."""
    blocks = SequenceMatcher(None, old, new).get_matching_blocks()
    return {b.a + n: b.b + n for b in blocks for n in range(b.size)}


def _pieces(*texts: str) -> list[list[str]]:
    cut = [_WORDS.findall(text) for text in texts]
    if max(map(len, cut)) <= _MOST_WORDS:
        return cut
    lines = [text.splitlines(keepends=True) for text in texts]
    if max(map(len, lines)) <= _MOST_LINES:
        return lines
    return [[text] if text else [] for text in texts]
