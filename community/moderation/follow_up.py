"""The follow-up code of a report: 160 random bits in letters that are not mistaken for others, or
as many that follow from the form it was sent with.
"""

import hmac
import secrets
from hashlib import sha256

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u
_ALIKE = str.maketrans({"i": "1", "l": "1", "o": "0"})
_LENGTH, _GROUP = 32, 4


def new_code() -> str:
    """A code in groups of four, to be shown once."""
    return _in_groups("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def code_of(form: str, *, key: str) -> str:
    """The code of a form by its key: the same again for the very same form, for nobody else to find
    without the place's secret `key`. It is kept nowhere.
    """
    number = int.from_bytes(hmac.digest(key.encode(), f"report code {form}".encode(), "sha256"))
    return _in_groups("".join(_LETTERS[number >> 5 * at & 31] for at in range(_LENGTH)))


def _in_groups(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def hash_of(code: str) -> str:
    """What is kept of a code, however it is typed: SHA-256, in hexadecimal."""
    typed = "".join(letter for letter in code.lower() if letter.isalnum())[:100]
    return sha256(typed.translate(_ALIKE).encode()).hexdigest()
