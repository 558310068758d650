"""Words that are written apart, with a hyphen or as one: *burn out*, *burn-out*, *burnout*. Pure.

What is written with a hyphen stands in the index as one word too. What is typed as one or apart is
looked for the other way as well, where it ends with a word that such words end with: any two words
beside each other would make others that nobody meant, as *the rapist* does.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

Phrase = tuple[str, ...]
Way = tuple[Phrase, ...]  # phrases that are all said

HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}")
_ENDS = frozenset(
    ("up", "out", "off", "down", "back", "over", "away", "through", "around", "by", "along")
)
_SMALL_ENDS = frozenset(("in", "on"))  # as ordinary words end, too: *cabin*, *button*
_BEFORE_SMALL = frozenset(
    ("log", "sign", "check", "opt", "buy", "plug", "drop", "add", "dial", "stand", "hands")
)
_SHORTEST = 3  # letters before such an end


def together(first: str, second: str) -> str | None:
    """Two words beside each other as the one that they are written as, too; None for most."""
    if second in _SMALL_ENDS:
        return first + second if first in _BEFORE_SMALL else None
    return first + second if second in _ENDS and len(first) >= _SHORTEST else None


def apart(word: str) -> Phrase | None:
    """One word as the two that it is written as, too; None for most."""
    for end in _ENDS | _SMALL_ENDS:
        first = word.removesuffix(end)
        if first != word and together(first, end):
            return first, end
    return None


def written_with_hyphen(parts: Sequence[str]) -> str | None:
    """What the parts of a word with hyphens are as one: of two both, of more the first two where
    the second is such an end, as in *follow-up-call*.
    """
    is_word = len(parts) > 1 and all(len(part) and _is_letters(part) for part in parts[:2])
    if not is_word or (len(parts) > 2 and parts[1] not in _ENDS | _SMALL_ENDS):  # noqa: PLR2004
        return None
    return parts[0] + parts[1]


@lru_cache(maxsize=256)
def groups(words: tuple[Phrase, ...]) -> tuple[tuple[Way, ...], ...]:
    """What is asked for, part by part, each in the ways in which it can be written, as it was typed
    first.
    """
    return tuple(_groups(words))


def _groups(words: tuple[Phrase, ...]) -> Iterator[tuple[Way, ...]]:
    place = 0
    while place < len(words):
        here, after = words[place], words[place + 1 : place + 2]
        pair = together(here[0], after[0][0]) if after and len(here) == len(after[0]) == 1 else None
        other = _other_way(here)
        if pair:
            yield (here, *after), ((pair,),)
        else:
            yield ((here,), (other,)) if other else ((here,),)
        place += 2 if pair else 1


def _other_way(word: Phrase) -> Phrase | None:
    if len(word) == 1:
        return apart(word[0])
    one = written_with_hyphen(word) if len(word) == 2 else None  # noqa: PLR2004
    return (one,) if one else None


def _is_letters(word: str) -> bool:
    """Of more than one sign, or one of a script with spaces, and without numbers."""
    return not any(sign.isnumeric() for sign in word)
