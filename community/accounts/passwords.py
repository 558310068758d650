"""Passwords: which are good enough, how they are kept, how one is compared."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10  # characters, after NFKC
LONGEST = 1024  # bytes of UTF-8, after NFKC
NONE = "!"  # what is kept of a member without a password: nothing fits it
_FEWEST_DIFFERENT = 4
_SHORTEST_OWN_WORD = 4
_MOST_ADDED = 6  # characters beside a common password that do not make it a good one

_hasher = PasswordHasher()


def normal(password: str) -> str:
    """The form of `password` that is hashed: NFKC, so that every keyboard gives the same."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, own_words: Iterable[str] = ()) -> str | None:
    """A sentence that says why `password` will not do, or None.

    `own_words` are the person's name, address and handle and the community's name.
    """
    password = normal(password)
    if len(password) < SHORTEST:
        return f"Choose a password of at least {SHORTEST} characters. A few words do well."
    if len(password.encode()) > LONGEST:
        return f"Choose a password of at most {LONGEST:,} bytes."
    if len(set(password)) < _FEWEST_DIFFERENT:
        return "Choose a password with more than three different characters."
    if _is_common(password):
        return (
            "Many people use this password, so it is one of the first to be tried. Choose another."
        )
    if _contains_own(password, own_words):
        return "Choose a password without your name, your address or the name of the community."
    return None


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Takes about a tenth of a second: never inside a transaction."""
    return _hasher.hash(normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether `password` is the one `kept` is the hash of.

    With no hash (no such account, or one without a password) a dummy is compared, so that the
    answer takes as long. Never inside a transaction.
    """
    kept = None if kept == NONE else kept
    if len(password.encode()) > LONGEST:
        password = ""
    try:
        _hasher.verify(kept or _dummy(), normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other parameters than today's and should be made again."""
    return _hasher.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _hasher.hash("nobody has this password")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    path = Path(__file__).parent / "vendor" / "common-passwords.txt"
    return frozenset(path.read_text().split())


def _is_common(password: str) -> bool:
    """A common password, also twice over or with a few digits and signs before or behind it."""
    folded = password.casefold()
    half = folded[: len(folded) // 2]
    if folded in _common() or (folded == half * 2 and half in _common()):
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return core in _common() and len(folded) - len(core) <= _MOST_ADDED


def _contains_own(password: str, own_words: Iterable[str]) -> bool:
    """One's own words say nothing to a guesser: what is left without them must be long enough."""
    folded = password.casefold()
    for word in sorted(_parts(own_words), key=len, reverse=True):
        folded = folded.replace(word, "")
    return len(folded) < SHORTEST and folded != password.casefold()


def _parts(own_words: Iterable[str]) -> set[str]:
    whole = {normal(word).casefold() for word in own_words}
    parts = {part for word in whole for part in re.split(r"[\W_]+", word)}
    return {word for word in whole | parts if len(word) >= _SHORTEST_OWN_WORD}
