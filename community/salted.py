"""Digests with a salt before what they are of: nobody finds a short text by them among all there
could be at once, but who has the text can say that it is the same.
"""

from hashlib import sha256
from secrets import token_hex


def new_salt() -> str:
    """Thirty-two hexadecimal digits by chance."""
    return token_hex(16)


def salted_digest(salt: str, text: str | bytes) -> str:
    """The SHA-256 of a salt and a text, or a file, after it, in hexadecimal digits."""
    told = text.encode() if isinstance(text, str) else text
    return sha256(salt.encode() + told).hexdigest()
